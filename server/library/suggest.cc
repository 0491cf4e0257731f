#include "server/library/suggest.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "schemas/base/text.h"
#include "schemas/pinyin/typed.h"
#include "server/library/suggest_vocabulary.h"

namespace kecang {
namespace {

/// How often the index is asked again because something is not visible any more.
constexpr int kAttempts = 4;
/// Of each kind but titles, which get the rest.
constexpr std::uint32_t kOfEachKind = 2;

SuggestedKind kind_of(const Suggestion& suggestion) {
  if (!suggestion.kind) return SuggestedKind::title;
  switch (*suggestion.kind) {
    case NameKind::person:
      return SuggestedKind::person;
    case NameKind::school:
      return SuggestedKind::school;
    case NameKind::point:
      break;
  }
  return SuggestedKind::point;
}

/// Whether the resource, as it is now, still shows what the index suggests.
bool shows(const Resource& resource, const Suggestion& suggestion) {
  switch (kind_of(suggestion)) {
    case SuggestedKind::title:
      return text::fold(resource.title).starts_with(text::fold(suggestion.text));
    case SuggestedKind::person:
      return resource.created_by.text() == suggestion.id;
    case SuggestedKind::school:
      return resource.owner.text() == suggestion.id;
    default:
      return resource.tags.node.value.ends_with(suggestion.text);
  }
}

/// With the names people have today. Nothing if that does not begin so any more.
Result<std::optional<SuggestedText>> suggested(const Suggestion& suggestion, const pinyin::Typed& typed,
                                               Names& names) {
  SuggestedText one;
  one.kind = kind_of(suggestion);
  one.text = suggestion.text;
  if (one.kind == SuggestedKind::person) {
    KECANG_ASSIGN(one.text, names.user(UserId::trusted(suggestion.id)));
  } else if (one.kind == SuggestedKind::school) {
    KECANG_ASSIGN(one.text, names.school(SchoolId::trusted(suggestion.id)));
    one.filters[Facet::school] = {suggestion.id};
  }
  if (one.kind != SuggestedKind::school) one.query = one.text;
  const auto match = typed.match(pinyin::Typeable(one.text));
  if (!match) return std::optional<SuggestedText>();
  one.ranges = {match->range};
  return std::optional(std::move(one));
}

/// By kind; of several that look for the same words the first kind's stays.
std::vector<SuggestedText> arranged(std::vector<SuggestedText> all, std::size_t limit) {
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
  std::set<std::pair<std::u32string, bool>> offered;
  std::erase_if(all, [&](const auto& one) {
    return !one.query.empty() &&
           !offered.emplace(text::fold(one.query), one.kind == SuggestedKind::person).second;
  });
  const auto titles =
      std::count_if(all.begin(), all.end(), [](const auto& one) { return one.kind == SuggestedKind::title; });
  const auto others = static_cast<std::ptrdiff_t>(all.size()) - titles;
  const auto most = static_cast<std::ptrdiff_t>(limit);
  // Half of a list that is too long is for the titles, if there are so many.
  const auto kept_titles = std::min(titles, std::max(most - others, (most + 1) / 2));
  all.erase(all.begin() + kept_titles, all.begin() + titles);
  if (all.size() > limit) all.resize(limit);
  return all;
}

}  // namespace

Suggest::Suggest(const LibraryCatalog& catalog, const IndexReader& index, const Directory& directory,
                 const LiveVocabulary& vocabulary)
    : catalog_(catalog), index_(index), directory_(directory), live_(vocabulary) {}
Suggest::~Suggest() = default;

Result<std::vector<SuggestedText>> Suggest::run(const access::Viewer& viewer,
                                                const SuggestQuery& query) const {
  const auto most = std::min(query.limit, kMaxSuggestions);
  KECANG_ASSIGN(
      const auto found,
      visible(viewer.scope(), {.text = query.text, .titles = most, .names = kOfEachKind, .excluded = {}}));
  const pinyin::Typed typed(query.text);
  Names names(directory_);
  std::vector<SuggestedText> all;
  for (const auto& suggestion : found) {
    KECANG_ASSIGN(auto one, suggested(suggestion, typed, names));
    if (one) all.push_back(std::move(*one));
  }
  for (auto& one : vocabulary()->matching(typed, kOfEachKind)) all.push_back(std::move(one));
  return arranged(std::move(all), most);
}

/// As found_page does it for hits: what may not be seen any more is searched without.
Result<std::vector<Suggestion>> Suggest::visible(const AccessScope& scope, SuggestRequest request) const {
  KECANG_ASSIGN(request.excluded, catalog_.pending_narrowings());
  for (int attempt = 1;; ++attempt) {
    KECANG_ASSIGN(auto found, index_.suggest(scope, request));
    std::vector<ResourceId> ids;
    for (const auto& one : found) ids.push_back(one.shown_by);
    KECANG_ASSIGN(const auto resources, catalog_.resources(scope, ids));
    std::vector<ResourceId> refused;
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!resources[i] || !shows(*resources[i], found[i])) refused.push_back(ids[i]);
    if (refused.empty()) return found;
    if (attempt == kAttempts) return Error::busy("search.index_behind");
    request.excluded.insert(request.excluded.end(), refused.begin(), refused.end());
  }
}

std::shared_ptr<const VocabularySuggestions> Suggest::vocabulary() const {
  const auto now = live_.current();
  const std::lock_guard lock(mutex_);
  if (!vocabulary_ || !vocabulary_->is_of(now))
    vocabulary_ = std::make_shared<const VocabularySuggestions>(now);
  return vocabulary_;
}

}  // namespace kecang
