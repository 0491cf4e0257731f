#include "indexer/extract/show_records.h"

#include <algorithm>

#include "indexer/extract/little_endian.h"

namespace kecang::extract {

ShowRecords::ShowRecords(const OleStream& stream, std::uint64_t from, std::uint64_t to, ShowForm form)
    : stream_(stream), window_(stream), form_(form), at_(from), ends_{std::min(to, stream.size())} {}

bool ShowRecords::next() {
  for (;;) {
    while (ends_.size() > 1 && at_ >= ends_.back()) ends_.pop_back();
    if (at_ >= ends_.back()) return false;
    if (read_head()) return true;
    at_ = ends_.back();
  }
}

bool ShowRecords::read_head() {
  const std::size_t head_length = form_ == ShowForm::of_97 ? 8 : 16;
  if (ends_.back() - at_ < head_length) return false;
  const std::string_view head = window_.read(at_, head_length);
  if (head.size() < head_length) return false;
  bool container = false;
  std::uint64_t length = 0;
  if (form_ == ShowForm::of_97) {
    container = (u16_at(head, 0) & 0xFU) == 0xFU;
    record_.instance = u16_at(head, 0) >> 4;
    record_.type = static_cast<Show>(u16_at(head, 2));
    length = u32_at(head, 4);
  } else {
    container = u32_at(head, 4) == 0xFFFF;
    record_.instance = u32_at(head, 12);
    record_.type = static_cast<Show>(u32_at(head, 0));
    length = u32_at(head, 8);
  }
  record_.offset = at_ + head_length;
  record_.length = std::min(length, ends_.back() - record_.offset);
  // Tagged data holds records, but does not call itself a container.
  container = container || record_.type == Show::tagged_data;
  at_ = container ? record_.offset : record_.end();
  if (container) ends_.push_back(record_.end());
  return true;
}

std::string ShowRecords::content() const {
  constexpr std::uint64_t kLimit = 1ULL << 20;
  return stream_.read(record_.offset, std::min(record_.length, kLimit));
}

void ShowRecords::pass() {
  at_ = std::max(at_, record_.end());
}

}  // namespace kecang::extract
