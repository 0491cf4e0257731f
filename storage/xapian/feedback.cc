#include "storage/xapian/feedback.h"

#include <xapian.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "schemas/commonness/commonness.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

constexpr std::size_t kWords = 10;
constexpr std::uint32_t kFewest = 2;  ///< documents that hold it

struct Heard {
  double weight = 0;
  std::uint32_t documents = 0;
};

using Words = std::map<std::string, Heard>;

/// How much one document says it: the second time less than the first.
double saturated(Xapian::termcount count) {
  return count / (count + 1.0);
}

void hear(const Snapshot& snapshot, text::TermKind kind, const RankedDocument& document, double share,
          Words& words) {
  const auto prefix = text_term(Field::body, kind, "");
  const auto& database = snapshot.database();
  auto at = database.termlist_begin(document.document);
  const auto end = database.termlist_end(document.document);
  for (at.skip_to(prefix); at != end && (*at).starts_with(prefix); ++at) {
    auto& heard = words[*at];
    heard.weight += share * saturated(at.get_wdf());
    ++heard.documents;
  }
}

double telling(const std::string& term) {
  const auto kind = term.front() == 'W' ? text::TermKind::word : text::TermKind::bigram;
  return commonness::weight_of(kind, std::string_view(term).substr(1));
}

}  // namespace

std::vector<RelatedTerm> words_of(const Snapshot& snapshot, const std::vector<RankedDocument>& best,
                                  const std::vector<WeightedTerm>& asked) {
  Words words;
  for (const auto& document : best)
    for (const auto kind : {text::TermKind::word, text::TermKind::bigram})
      hear(snapshot, kind, document, document.score / best.front().score, words);
  for (const auto& term : asked) words.erase(term.term);
  std::vector<RelatedTerm> related;
  for (const auto& [term, heard] : words)
    if (heard.documents >= kFewest) related.push_back({term, heard.weight * telling(term)});
  return most_telling(std::move(related), kWords);
}

}  // namespace kecang::xapian
