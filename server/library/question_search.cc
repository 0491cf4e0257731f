#include "server/library/question_search.h"

namespace kecang {
Result<QuestionAnswer> QuestionSearch::run(const access::Viewer& viewer, const SearchQuery& query) const {
  const auto request = read_query(*vocabulary_.current(), query).request;
  KECANG_ASSIGN(auto found, found_page(
                                catalog_, viewer.scope(), request,
                                [&](const SearchRequest& asked) {
                                  return index_.search_questions(viewer.scope(), asked);
                                },
                                // Found by its answer once, and the answers' readers are others now.
                                [&](const SearchHit& one, const Resource& resource) {
                                  return !one.with_answer || may_see_answers(viewer.scope(), resource);
                                }));
  QuestionAnswer answer{
      .total = found.page.total, .hits = {}, .facets = {}, .words = std::move(found.page.words)};
  Names names(directory_);
  for (std::size_t i = 0; i < found.resources.size(); ++i) {
    KECANG_ASSIGN(auto one, hit(viewer, std::move(found.resources[i]), found.page.hits[i].question,
                                answer.words, names));
    if (one) answer.hits.push_back(std::move(*one));
  }
  KECANG_ASSIGN(answer.facets, named_facets(found.page, request, names));
  return answer;
}

/// Nothing for a question that is not there any more: its file was read anew or withdrawn just now.
Result<std::optional<QuestionHit>> QuestionSearch::hit(const access::Viewer& viewer, Resource resource,
                                                       std::uint32_t question,
                                                       const std::vector<std::string>& words,
                                                       Names& names) const {
  const auto one = [&](std::uint32_t index) -> Result<std::optional<ShownQuestion>> {
    auto found = resources_.questions(viewer.scope(), resource.id, index, 1);
    if (!found && found.error().kind() != ErrorKind::not_found) return std::move(found).error();
    if (!found || found->items.empty()) return std::optional<ShownQuestion>();
    return std::optional(std::move(found->items.front()));
  };
  KECANG_ASSIGN(auto itself, one(question));
  if (!itself) return std::optional<QuestionHit>();
  QuestionHit hit;
  hit.shown = std::move(*itself);
  hit.answers = may_see_answers(viewer.scope(), resource);
  const Question& asked = hit.shown.question;
  if (asked.parent >= 0) {
    KECANG_ASSIGN(hit.passage, one(static_cast<std::uint32_t>(asked.parent)));
  }
  hit.stem_ranges = text::highlight(asked.stem, words);
  KECANG_ASSIGN(hit.view, resources_.view_of(viewer, std::move(resource), names));
  return std::optional(std::move(hit));
}

}  // namespace kecang
