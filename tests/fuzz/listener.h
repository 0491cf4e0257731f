#pragma once
/// Hears everything and keeps nothing, so that the readers do all their work.
#include "indexer/extract/output.h"

namespace kecang::fuzz {

class Listener final : public extract::OutputListener {
 public:
  void text(const Locator&, std::string_view text,
            std::span<const extract::PlacedPicture> pictures) override {
    bytes_ += text.size() + pictures.size();
  }
  void row(const Locator&, std::uint64_t, const std::vector<std::string>& cells) override {
    bytes_ += cells.size();
  }
  void picture(const Locator&, const extract::CellPicture& picture) override {
    bytes_ += picture.name.size();
  }

 private:
  std::size_t bytes_ = 0;
};

/// As much output as a small file may give.
inline constexpr std::uint64_t kOutputLimit = 4ULL << 20;

/// What kecang-extract does with these two: an end of its own.
template <class Body>
void bounded(Body&& body) {
  try {
    body();
  } catch (const std::bad_alloc&) {
  } catch (const std::length_error&) {
  }
}

}  // namespace kecang::fuzz
