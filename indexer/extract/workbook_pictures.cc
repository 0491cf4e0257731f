#include "indexer/extract/workbook_pictures.h"

#include <utility>

#include "indexer/extract/biff.h"
#include "indexer/extract/little_endian.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kGroupLimit = 96ULL << 20;

}  // namespace

// An anchor names the cell of the upper left corner and how far into it, then the same of the lower right
// one.
void WorkbookPictures::tell(const Locator& sheet, std::string_view drawing, Output& out) {
  constexpr std::size_t kColumn = 2;
  constexpr std::size_t kRow = 6;
  for (const ArtPicture& picture : art_pictures(drawing)) {
    if (picture.anchor.size() <= kRow + 1) continue;
    if (std::string name = name_of(picture.blip, out); !name.empty())
      out.table_picture(sheet,
                        {u16_at(picture.anchor, kRow), u16_at(picture.anchor, kColumn), std::move(name)});
  }
}

std::string WorkbookPictures::name_of(std::uint32_t blip, Output& out) {
  if (const auto known = names_.find(blip); known != names_.end()) return known->second;
  if (!out.takes_pictures()) return {};
  if (!std::exchange(read_, true)) read_store();
  if (blip > store_.size()) return {};
  return names_[blip] = out.picture(blip_bytes(store_[blip - 1].record));
}

// It stands in records of the shared part, each of at most 8 KiB and continued or begun again.
void WorkbookPictures::read_store() {
  BiffReader reader(workbook_);
  bool within = false;
  while (reader.next() && reader.type() != Biff::end && group_.size() < kGroupLimit) {
    within = reader.type() == Biff::drawing_group || (within && reader.type() == Biff::continued);
    if (within) group_ += reader.body();
  }
  store_ = blip_store(group_);
}

}  // namespace kecang::extract
