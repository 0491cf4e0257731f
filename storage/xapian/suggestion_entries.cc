#include "storage/xapian/suggestion_entries.h"

#include <xapian.h>

#include <string_view>

#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

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
  if (auto known = known_.find(position, document)) return known;
  auto entry = unpacked(snapshot.database().get_document(document, Xapian::DOC_ASSUME_VALID).get_data());
  if (entry) known_.keep(position, document, entry, bytes_of(*entry));
  return entry;
}

}  // namespace kecang::xapian
