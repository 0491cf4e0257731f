#include "storage/xapian/match_set.h"

#include <xapian.h>

#include <algorithm>

#include "storage/xapian/layout.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

constexpr double kRounding = 1e-6;

/// Sees each match once.
class Collector final : public Xapian::MatchSpy {
 public:
  Collector(const FacetValues& values, MatchSet& into) : into_(into) {
    for (std::size_t i = 0; i < kFacetCount; ++i)
      into_.counts[i].assign(values.size(static_cast<Facet>(i)), 0);
  }

  void operator()(const Xapian::Document& document, double) override {
    into_.documents.push_back(document.get_docid());
    if (!unpack(document.get_value(slot::kFacets), numbers_)) return;
    for (std::size_t i = 0; i < kFacetCount; ++i) count(i, numbers_.single[i]);
    for (const auto group : numbers_.groups) count(static_cast<std::size_t>(Facet::group), group);
  }

 private:
  void count(std::size_t facet, std::uint32_t number) {
    if (number < into_.counts[facet].size()) ++into_.counts[facet][number];
  }

  MatchSet& into_;
  FacetNumbers numbers_;
};

/// Admits documents that hold every phrase in one of their lines.
class PhraseCheck final : public Xapian::MatchDecider {
 public:
  explicit PhraseCheck(const std::vector<Phrase>& phrases) : phrases_(phrases) {}
  bool operator()(const Xapian::Document& document) const override {
    const auto text = document.get_data();
    return std::all_of(phrases_.begin(), phrases_.end(),
                       [&](const Phrase& phrase) { return text.find(phrase.text) != std::string::npos; });
  }

 private:
  const std::vector<Phrase>& phrases_;
};

}  // namespace

MatchSet match_all(const Snapshot& snapshot, const Xapian::Query& query, double floor,
                   const std::vector<Phrase>& phrases) {
  MatchSet found;
  const auto& database = snapshot.database();
  Collector collector(snapshot.facets(), found);
  const PhraseCheck check(phrases);
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  if (floor > 0) {
    enquire.set_weighting_scheme(Xapian::CoordWeight());
    enquire.set_cutoff(0, floor - kRounding);
  } else {
    enquire.set_weighting_scheme(Xapian::BoolWeight());
  }
  enquire.add_matchspy(&collector);
  enquire.get_mset(0, 0, database.get_doccount(), nullptr, phrases.empty() ? nullptr : &check);
  std::sort(found.documents.begin(), found.documents.end());
  return found;
}

}  // namespace kecang::xapian
