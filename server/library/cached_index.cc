#include "server/library/cached_index.h"

#include <utility>

namespace kecang {
namespace {

/// An answer larger than this share of the whole is not worth what it displaces.
constexpr std::uint64_t kMostOfAll = 8;
/// What an entry takes beside its texts: nodes, allocations.
constexpr std::uint64_t kEntryBytes = 512;
constexpr std::uint64_t kValueBytes = sizeof(FacetCount) + 16;

/// Parts with their lengths before them, so that different questions never look the same.
class Key {
 public:
  Key& add(std::string_view part) {
    text_.append(std::to_string(part.size())).append(1, ':').append(part);
    return *this;
  }
  Key& add(std::uint64_t number) { return add(std::to_string(number)); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string key_of(std::string_view part, const IndexPosition& position, std::uint64_t taught,
                   const AccessScope& scope, const SearchRequest& request) {
  // Named one by one: who adds a field to a request is stopped here.
  const auto& [text, preferences, fillers, translations, filters, sort, offset, limit, excluded] = request;
  Key key;
  key.add(part).add(position.generation).add(position.revision).add(taught);
  key.add(scope.fingerprint()).add(text);
  key.add(static_cast<std::uint64_t>(sort)).add(offset).add(limit).add(filters.size());
  for (const auto& [facet, values] : filters) {
    key.add(static_cast<std::uint64_t>(facet)).add(values.size());
    for (const auto& value : values) key.add(value);
  }
  key.add(preferences.size()).add(fillers.size());
  for (const auto& [mark, importance, words] : preferences)
    key.add(mark).add(std::to_string(importance)).add(words.begin).add(words.end);
  for (const auto& filler : fillers) key.add(filler.begin).add(filler.end);
  key.add(translations.size());
  for (const auto& [words, meanings] : translations) {
    key.add(words).add(meanings.size());
    for (const auto& meaning : meanings) key.add(meaning);
  }
  for (const auto& id : excluded) key.add(id.text());
  return key.take();
}

std::uint64_t bytes_of(const std::string& key, const SearchPage& page) {
  auto sum = kEntryBytes + key.size() * 2;
  for (const auto& hit : page.hits) sum += sizeof hit + hit.id.text().size();
  for (const auto& [facet, counts] : page.facets)
    for (const auto& count : counts) sum += kValueBytes + count.value.size();
  for (const auto& word : page.words) sum += sizeof word + word.size();
  return sum;
}

}  // namespace

Result<SearchPage> CachedIndex::search(const AccessScope& scope, const SearchRequest& request) const {
  return answer("resources", scope, request, [&] { return index_.search(scope, request); });
}

Result<SearchPage> CachedIndex::search_questions(const AccessScope& scope,
                                                 const SearchRequest& request) const {
  return answer("questions", scope, request, [&] { return index_.search_questions(scope, request); });
}

Result<SearchPage> CachedIndex::answer(std::string_view part, const AccessScope& scope,
                                       const SearchRequest& request, const Ask& ask) const {
  if (bytes_ == 0) return ask();
  // Before the index is asked: an answer may be newer than the commit it is remembered for, never older.
  KECANG_ASSIGN(const auto position, index_.newest());
  auto key = key_of(part, position, index_.taught(position), scope, request);
  if (auto known = recall(key)) return std::move(*known);
  KECANG_ASSIGN(auto page, ask());
  const auto bytes = bytes_of(key, page);
  remember({.key = std::move(key), .page = page, .valid_until = scope.valid_until(), .bytes = bytes});
  return page;
}

std::optional<SearchPage> CachedIndex::recall(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end() && found->second->valid_until > clock_.now()) {
    ++counts_.hits;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->page;
  }
  ++counts_.misses;
  if (found != by_key_.end()) forget(found->second);
  return {};
}

void CachedIndex::remember(Entry entry) const {
  if (entry.bytes > bytes_ / kMostOfAll) return;
  const std::lock_guard lock(mutex_);
  if (const auto other = by_key_.find(entry.key); other != by_key_.end()) forget(other->second);
  counts_.bytes += entry.bytes;
  entries_.push_front(std::move(entry));
  by_key_.emplace(entries_.front().key, entries_.begin());
  while (counts_.bytes > bytes_) forget(std::prev(entries_.end()));
}

void CachedIndex::forget(std::list<Entry>::iterator entry) const {
  counts_.bytes -= entry->bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

CachedIndex::Counts CachedIndex::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace kecang
