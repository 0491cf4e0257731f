#include "storage/xapian/suggestion_entries.h"

#include <xapian.h>

#include <string_view>

#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

constexpr std::size_t kMostBytes = 128 << 20;
/// Nodes, and a reading or two of a character.
constexpr std::size_t kEntryBytes = 200;
constexpr std::size_t kReadingBytes = 48;

std::size_t bytes_of(const SuggestionEntry& entry) {
  return kEntryBytes + entry.id.size() + entry.text.text().size() +
         entry.text.units().size() * (sizeof(pinyin::Typeable::Unit) + kReadingBytes);
}

std::shared_ptr<const SuggestionEntry> unpacked(const std::string& data) {
  const auto line_end = data.find('\n');
  if (line_end == std::string::npos) return nullptr;
  auto text = pinyin::Typeable::unpack(std::string_view(data).substr(line_end + 1));
  if (!text) return nullptr;
  return std::make_shared<const SuggestionEntry>(SuggestionEntry{data.substr(0, line_end), std::move(*text)});
}

}  // namespace

std::shared_ptr<const SuggestionEntry> SuggestionEntries::of(const Snapshot& snapshot,
                                                             std::uint32_t document) {
  const auto position = snapshot.position();
  if (auto known = find(position, document)) return known;
  auto entry = unpacked(snapshot.database().get_document(document, Xapian::DOC_ASSUME_VALID).get_data());
  if (entry) keep(position, document, entry);
  return entry;
}

std::shared_ptr<const SuggestionEntry> SuggestionEntries::find(const IndexPosition& position,
                                                               std::uint32_t document) {
  const std::lock_guard lock(mutex_);
  if (position != position_) return nullptr;
  const auto found = entries_.find(document);
  return found == entries_.end() ? nullptr : found->second;
}

void SuggestionEntries::keep(const IndexPosition& position, std::uint32_t document,
                             std::shared_ptr<const SuggestionEntry> entry) {
  const std::lock_guard lock(mutex_);
  if (position != position_ || bytes_ > kMostBytes) {
    entries_.clear();
    bytes_ = 0;
    position_ = position;
  }
  bytes_ += bytes_of(*entry);
  entries_.insert_or_assign(document, std::move(entry));
}

}  // namespace kecang::xapian
