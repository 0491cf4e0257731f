#include "server/library/search.h"

#include <algorithm>

#include "schemas/base/text.h"
#include "server/library/hearing.h"

namespace kecang {
namespace {

/// Text that is looked through for the snippets of one page, and for one of them.
constexpr std::uint64_t kTextPerPage = 8 * 1024 * 1024;
constexpr std::uint64_t kTextPerHit = 2 * 1024 * 1024;
constexpr std::uint32_t kSegmentsAtOnce = 32;

}  // namespace

Result<SearchAnswer> Search::run(const access::Viewer& viewer, const SearchQuery& query) const {
  const auto vocabulary = vocabulary_.current();
  const auto asked = read_query(*vocabulary, query);
  KECANG_ASSIGN(auto found,
                found_page(
                    catalog_, viewer.scope(), asked.request,
                    [&](const SearchRequest& request) { return index_.search(viewer.scope(), request); },
                    // Found by an answer it prints once, and the answers' readers are others now.
                    [&](const SearchHit& one, const Resource& resource) {
                      return !one.with_answer || may_see_answers(viewer.scope(), resource);
                    }));
  SearchAnswer answer;
  answer.total = found.page.total;
  answer.words = std::move(found.page.words);
  answer.understood = asked.understood;
  hear(*vocabulary, asked.topic, found, answer);
  Names names(directory_);
  auto text_budget = kTextPerPage;
  for (auto& resource : found.resources) {
    KECANG_ASSIGN(auto one, hit(viewer, std::move(resource), answer.words, names, text_budget));
    answer.hits.push_back(std::move(one));
  }
  KECANG_ASSIGN(answer.facets, named_facets(found.page, asked.request, names));
  return answer;
}

/// From the titles that this viewer was found, and from the vocabulary, which is the same for all.
void Search::hear(const vocab::Vocabulary& vocabulary, const std::string& topic, const FoundPage& found,
                  SearchAnswer& answer) {
  std::vector<std::string_view> titles;
  for (const auto& resource : found.resources) titles.push_back(resource.title);
  const auto heard = hearing(vocabulary, topic, titles, found.page.as_written);
  answer.read_as = heard.read_as;
  answer.did_you_mean = heard.did_you_mean;
  if (!heard.read_as.empty()) answer.words.insert(answer.words.begin(), text::normalise(heard.read_as));
}

Result<Hit> Search::hit(const access::Viewer& viewer, Resource resource,
                        const std::vector<std::string>& words, Names& names,
                        std::uint64_t& text_budget) const {
  Hit hit;
  hit.title_ranges = text::highlight(resource.title, words);
  KECANG_ASSIGN(hit.snippet, best_snippet(viewer.scope(), resource, words, text_budget));
  KECANG_ASSIGN(hit.view, resources_.view_of(viewer, std::move(resource), names));
  return hit;
}

Result<std::optional<HitSnippet>> Search::best_snippet(const AccessScope& scope, const Resource& resource,
                                                       const std::vector<std::string>& words,
                                                       std::uint64_t& text_budget) const {
  const bool answers = may_see_answers(scope, resource);
  std::optional<HitSnippet> best;
  std::uint64_t looked_through = 0;
  for (std::uint32_t first = 0;
       first < resource.segment_count && looked_through < std::min(text_budget, kTextPerHit);) {
    auto read = catalog_.segments(scope, resource, first, kSegmentsAtOnce);
    if (!read && read.error().kind() != ErrorKind::not_found) return read.error();
    if (!read || read->empty()) break;  // withdrawn just now
    auto& segments = *read;
    if (!answers) cut_answers(segments);
    std::vector<std::string_view> texts;
    for (const auto& segment : segments) {
      texts.push_back(segment.text);
      looked_through += segment.text.size();
    }
    auto part = text::best_snippet(texts, words);
    if (!best || part.ranges.size() > best->part.ranges.size()) {
      const auto& locator = segments[part.segment].locator;
      const auto segment = first + static_cast<std::uint32_t>(part.segment);
      best = {.part = std::move(part), .segment = segment, .locator = locator};
    }
    if (best->part.ranges.size() >= words.size()) break;
    first += static_cast<std::uint32_t>(segments.size());
  }
  text_budget -= std::min(text_budget, looked_through);
  return best;
}

}  // namespace kecang
