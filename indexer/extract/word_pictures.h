#pragma once
/// The pictures in the text of a binary Word document (97 to 2003, WPS Writer): those that are a character of
/// it, and those that float beside one. Not for use by several threads at once.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "indexer/extract/office_art.h"
#include "indexer/extract/output.h"
#include "indexer/extract/word_layout.h"

namespace kecang::extract {

class WordPictures {
 public:
  /// All must outlive it. There are none where `out` takes none.
  WordPictures(const OleFile& file, const OleStream& document, const WordLayout& layout, Output& out);

  bool any() const { return !inlined_.empty() || !floating_.empty(); }
  /// The name of the picture that the character at this byte of the document is; empty for none.
  std::string inlined_at(std::uint64_t offset);
  /// The names of those that float beside this character of the main text.
  std::vector<std::string> floating_at(std::uint64_t character);

 private:
  struct Inlined {
    std::uint64_t from = 0;  // bytes of the document
    std::uint64_t to = 0;
    std::uint32_t place = 0;  // in the stream of pictures
  };

  void read_inlined(std::string_view table);
  void read_page(std::string_view page);
  void read_floating(std::string_view anchors);
  std::string inlined_bytes(std::uint32_t place) const;
  std::string blip_name(std::uint32_t blip);

  const OleStream& document_;
  Output& out_;
  OleStream data_;
  std::vector<Inlined> inlined_;                                  // by `from`
  std::map<std::uint64_t, std::vector<std::uint32_t>> floating_;  // numbers in the store, by character
  std::string drawings_;
  std::vector<ArtBlip> store_;
  std::map<std::uint32_t, std::string> inlined_names_;  // by place
  std::map<std::uint32_t, std::string> blip_names_;
};

}  // namespace kecang::extract
