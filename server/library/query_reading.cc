#include "server/library/query_reading.h"

#include <algorithm>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"
#include "schemas/vocab/marks.h"

namespace kecang {
namespace {

std::string part_of(const std::u32string& text, std::size_t begin, std::size_t end) {
  return text::to_utf8(std::u32string_view(text).substr(begin, end - begin));
}

void note(const std::string& words, const vocab::Mark& mark, std::vector<Understood>& understood) {
  // That a grade is of a stage need not be said.
  if (mark.field == vocab::Field::stage &&
      std::any_of(understood.begin(), understood.end(), [&](const auto& one) { return one.words == words; }))
    return;
  auto found =
      std::find_if(understood.begin(), understood.end(), [&](const auto& one) { return one.words == words; });
  if (found == understood.end()) found = understood.insert(found, {.words = words, .meanings = {}});
  const Understood::Meaning meaning{std::string(vocab::field_name(mark.field)), mark.value};
  if (std::find(found->meanings.begin(), found->meanings.end(), meaning) == found->meanings.end())
    found->meanings.push_back(meaning);
}

void blank(std::size_t begin, std::size_t end, std::u32string& text) {
  for (auto at = begin; at < std::min(end, text.size()); ++at) text[at] = U' ';
}

std::string one_spaced(const std::u32string& text) {
  std::u32string spaced;
  for (const auto c : text)
    if (c != U' ' || (!spaced.empty() && spaced.back() != U' ')) spaced += c;
  while (!spaced.empty() && spaced.back() == U' ') spaced.pop_back();
  return text::to_utf8(spaced);
}

}  // namespace

AskedQuery read_query(const vocab::Vocabulary& vocabulary, const SearchQuery& query) {
  AskedQuery asked;
  asked.request = {.text = query.text,
                   .filters = query.filters,
                   .sort = query.sort,
                   .offset = (query.page - 1) * query.page_size,
                   .limit = query.page_size};
  const auto text = text::to_utf32(text::normalise(query.text));
  auto topic = text;
  const auto reading = vocab::read_query(vocabulary, query.text);
  for (const auto& mark : reading.marks) {
    const auto words = part_of(text, mark.begin, mark.end);
    if (std::find(query.literal.begin(), query.literal.end(), words) != query.literal.end()) continue;
    asked.request.preferences.push_back({mark.text(), vocab::importance(mark.field), {mark.begin, mark.end}});
    note(words, mark, asked.understood);
    blank(mark.begin, mark.end, topic);
  }
  for (const auto& [begin, end] : reading.requests) {
    asked.request.fillers.push_back({begin, end});
    blank(begin, end, topic);
  }
  for (const auto& [english, han] : reading.translations)
    asked.request.translations.push_back({english, han});
  asked.topic = one_spaced(topic);
  return asked;
}

}  // namespace kecang
