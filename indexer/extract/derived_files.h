#pragma once
/// Writes files that were made here as members of the output, one after another. Not for use by several
/// threads at once.
#include <string>
#include <string_view>

#include "indexer/extract/output.h"

namespace kecang::extract {

class DerivedFiles {
 public:
  explicit DerivedFiles(Output& out) : out_(out) {}

  void begin(std::string name) {
    current_ = {.index = count_++, .path = std::move(name)};
    out_.member_begin(current_);
  }
  void take(std::string_view bytes) {
    current_.size += bytes.size();
    out_.member_data(bytes);
  }
  /// What is there counts, should the time run out.
  void end() {
    out_.member_end(current_);
    out_.flush();
  }
  void add(std::string name, std::string_view bytes) {
    begin(std::move(name));
    take(bytes);
    end();
  }
  bool any() const { return count_ > 0; }
  /// Nobody takes more.
  bool full() const { return out_.full(); }

 private:
  Output& out_;
  Member current_{};
  std::uint32_t count_ = 0;
};

}  // namespace kecang::extract
