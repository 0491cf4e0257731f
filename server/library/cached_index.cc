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
  if (entries_.most_bytes() == 0) return ask();
  // Before the index is asked: an answer may be newer than the commit it is remembered for, never older.
  KECANG_ASSIGN(const auto position, index_.newest());
  auto key = key_of(part, position, index_.taught(position), scope, request);
  if (const auto known = recall(key)) return *known;
  KECANG_ASSIGN(auto page, ask());
  const auto bytes = bytes_of(key, page);
  if (bytes <= entries_.most_bytes() / kMostOfAll)
    entries_.keep(std::move(key), {std::make_shared<const SearchPage>(page), scope.valid_until()}, bytes);
  return page;
}

std::shared_ptr<const SearchPage> CachedIndex::recall(const std::string& key) const {
  const auto found = entries_.find(key);
  if (found && found->valid_until > clock_.now()) {
    ++hits_;
    return found->page;
  }
  ++misses_;
  if (found) entries_.erase(key);
  return nullptr;
}

CachedIndex::Counts CachedIndex::counts() const {
  return {.hits = hits_, .misses = misses_, .bytes = entries_.bytes()};
}

}  // namespace kecang
