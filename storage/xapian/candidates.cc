#include "storage/xapian/candidates.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <bit>

#include "storage/xapian/conditions.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

/// Sums of weights are compared with room for their rounding.
constexpr double kRounding = 1e-6;

/// Documents in ascending order, and what each of them gets for being here: those of a term, or a list.
class List {
 public:
  List(Xapian::PostingIterator at, float weight) : at_(std::move(at)), weight_(weight) {}
  List(std::vector<DocumentNumber> documents, float weight)
      : documents_(std::move(documents)), weight_(weight) {}
  float weight() const { return weight_; }
  bool at_end() const {
    return documents_.empty() ? at_ == Xapian::PostingIterator() : place_ == documents_.size();
  }
  DocumentNumber document() const { return documents_.empty() ? *at_ : documents_[place_]; }
  void next() {
    if (documents_.empty()) {
      ++at_;
    } else {
      ++place_;
    }
  }

 private:
  Xapian::PostingIterator at_;
  std::vector<DocumentNumber> documents_;
  std::size_t place_ = 0;
  float weight_;
};

/// Adds up lists, a range of document numbers after the other, so that the sums stay in the processor's
/// cache and come out in order.
class Summing {
 public:
  explicit Summing(std::vector<List> lists) : lists_(std::move(lists)), sums_(kRange, 0) {}

  /// `take(document, sum)` for each document of any list, ascending.
  template <class Take>
  void run(Take&& take) {
    while (const auto first = next_document()) {
      const auto begin = first / kRange * kRange;
      add_range(begin);
      tell_range(begin, take);
    }
  }

 private:
  static constexpr DocumentNumber kRange = 1 << 15;
  static constexpr DocumentNumber kWord = 64;

  /// 0 at the end: the engine counts documents from 1.
  DocumentNumber next_document() const {
    DocumentNumber first = 0;
    for (const auto& list : lists_)
      if (!list.at_end() && (first == 0 || list.document() < first)) first = list.document();
    return first;
  }

  void add_range(DocumentNumber begin) {
    const auto end = begin + kRange;
    for (auto& list : lists_) {
      for (; !list.at_end(); list.next()) {
        const auto document = list.document();
        if (document >= end) break;
        const auto place = document - begin;
        sums_[place] += list.weight();
        touched_[place / kWord] |= std::uint64_t{1} << (place % kWord);
      }
    }
  }

  template <class Take>
  void tell_range(DocumentNumber begin, Take&& take) {
    for (DocumentNumber word = 0; word < touched_.size(); ++word)
      for (auto bits = std::exchange(touched_[word], 0); bits != 0; bits &= bits - 1) {
        const auto place = word * kWord + static_cast<DocumentNumber>(std::countr_zero(bits));
        take(begin + place, std::exchange(sums_[place], 0.0F));
      }
  }

  std::vector<List> lists_;
  std::vector<float> sums_;
  std::array<std::uint64_t, kRange / kWord> touched_{};
};

std::vector<DocumentNumber> documents_of(const Xapian::Database& database, const Way& way) {
  std::vector<DocumentNumber> documents;
  if (way.terms.empty()) return documents;
  const auto rarer = [&](const std::string& a, const std::string& b) {
    return database.get_termfreq(a) < database.get_termfreq(b);
  };
  auto terms = way.terms;
  std::sort(terms.begin(), terms.end(), rarer);
  documents.assign(database.postlist_begin(terms.front()), database.postlist_end(terms.front()));
  for (std::size_t i = 1; i < terms.size() && !documents.empty(); ++i) {
    auto at = database.postlist_begin(terms[i]);
    const auto end = database.postlist_end(terms[i]);
    std::erase_if(documents, [&](DocumentNumber document) {
      if (at != end && *at < document) at.skip_to(document);
      return at == end || *at != document;
    });
  }
  return documents;
}

/// Any way of the unit, once.
std::vector<DocumentNumber> documents_of(const Xapian::Database& database,
                                         const std::vector<const Way*>& ways) {
  std::vector<DocumentNumber> all;
  for (const auto* way : ways) {
    const auto documents = documents_of(database, *way);
    all.insert(all.end(), documents.begin(), documents.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<List> lists_of(const Xapian::Database& database, const std::vector<Unit>& units, Sounds sounds) {
  std::vector<List> lists;
  for (const auto& unit : units) {
    std::vector<const Way*> ways;
    for (const auto& way : unit.ways)
      if (sounds == Sounds::count || !way.by_sound) ways.push_back(&way);
    const auto weight = static_cast<float>(unit.weight);
    if (ways.size() == 1 && ways.front()->terms.size() == 1) {
      auto at = database.postlist_begin(ways.front()->terms.front());
      if (at != Xapian::PostingIterator()) lists.emplace_back(std::move(at), weight);
    } else if (auto documents = documents_of(database, ways); !documents.empty()) {
      lists.emplace_back(std::move(documents), weight);
    }
  }
  return lists;
}

std::vector<List> lists_of(const Xapian::Database& database, const std::vector<std::string>& terms) {
  std::vector<List> lists;
  for (const auto& term : terms)
    if (auto at = database.postlist_begin(term); at != Xapian::PostingIterator())
      lists.emplace_back(std::move(at), 0.0F);
  return lists;
}

/// Leaves those that hold the term.
void keep(const Xapian::Database& database, const std::string& term, Documents& documents) {
  auto at = database.postlist_begin(term);
  const auto end = database.postlist_end(term);
  std::erase_if(documents, [&](DocumentNumber document) {
    if (at != end && *at < document) at.skip_to(document);
    return at == end || *at != document;
  });
}

}  // namespace

Admission::Admission(const Snapshot& snapshot, const AccessScope& scope,
                     const std::vector<ResourceId>& excluded)
    : columns_(snapshot.columns()) {
  held_.resize(columns_.admission_terms().size(), false);
  for (const auto& term : scope.terms()) hold(held_, term);
  for (const auto& grant : scope.grants())
    if (grant.actions.has(Action::view)) grants_.push_back(conditional(snapshot, grant));
  std::erase_if(grants_, [](const Conditional& grant) {
    return std::find(grant.held.begin(), grant.held.end(), true) == grant.held.end();
  });
  for (const auto& id : excluded) {
    const auto term = id_term(id);
    const auto& database = snapshot.database();
    excluded_.insert(excluded_.end(), database.postlist_begin(term), database.postlist_end(term));
  }
  std::sort(excluded_.begin(), excluded_.end());
}

void Admission::hold(Members& held, const std::string& scope_term) const {
  const auto& known = columns_.admission_terms();
  for (const auto& term : {scope_filter_term(scope_term), withheld_term(scope_term)})
    if (const auto number = known.find(term); number < held.size()) held[number] = true;
}

Admission::Conditional Admission::conditional(const Snapshot& snapshot, const ScopeGrant& grant) const {
  Conditional made;
  made.held.resize(held_.size(), false);
  for (const auto& term : grant.terms) hold(made.held, term);
  for (const auto& condition : conditions_of(grant)) {
    Conditional::Values values{.facet = condition.facet,
                               .members = Members(snapshot.facets().size(condition.facet), false),
                               .wanted = condition.wanted};
    for (const auto& value : condition.values)
      if (const auto number = snapshot.facets().number(condition.facet, value); number != 0)
        values.members[number] = true;
    made.values.push_back(std::move(values));
  }
  return made;
}

bool Admission::holds_any(const Members& held, std::span<const std::uint32_t> numbers) {
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](std::uint32_t number) { return number < held.size() && held[number]; });
}

bool Admission::covers(const Conditional& grant, DocumentNumber document) const {
  return std::all_of(grant.values.begin(), grant.values.end(), [&](const Conditional::Values& values) {
    const auto number = columns_.single(values.facet, document);
    return (number < values.members.size() && values.members[number]) == values.wanted;
  });
}

bool Admission::counts(DocumentNumber document, std::span<const std::uint32_t> numbers) const {
  return holds_any(held_, numbers) ||
         std::any_of(grants_.begin(), grants_.end(), [&](const Conditional& grant) {
           return holds_any(grant.held, numbers) && covers(grant, document);
         });
}

bool Admission::admits(DocumentNumber document) const {
  return counts(document, columns_.admitting(document)) &&
         !counts(document, columns_.withholding(document)) &&
         !std::binary_search(excluded_.begin(), excluded_.end(), document);
}

Documents holding_units(const Snapshot& snapshot, const std::vector<Unit>& units, Sounds sounds, double least,
                        const Admission& admission) {
  Documents found;
  Summing(lists_of(snapshot.database(), units, sounds)).run([&](DocumentNumber document, float sum) {
    if (sum >= least - kRounding && admission.admits(document)) found.push_back(document);
  });
  return found;
}

Documents holding_anything(const Snapshot& snapshot, const std::vector<std::string>& terms,
                           const Admission& admission) {
  Documents found;
  if (!terms.empty()) {
    Summing(lists_of(snapshot.database(), terms)).run([&](DocumentNumber document, float) {
      if (admission.admits(document)) found.push_back(document);
    });
    return found;
  }
  const auto& columns = snapshot.columns();
  for (DocumentNumber document = 0; document < columns.end(); ++document)
    if (columns.date(document) != Columns::kAbsent && admission.admits(document)) found.push_back(document);
  return found;
}

void keep_phrases(const Snapshot& snapshot, const std::vector<Phrase>& phrases, Documents& documents) {
  const auto& database = snapshot.database();
  for (const auto& phrase : phrases)
    for (const auto& term : phrase.terms) keep(database, term, documents);
  if (phrases.empty()) return;
  std::erase_if(documents, [&](DocumentNumber document) {
    const auto text = database.get_document(document, Xapian::DOC_ASSUME_VALID).get_data();
    return !std::all_of(phrases.begin(), phrases.end(),
                        [&](const Phrase& phrase) { return text.find(phrase.text) != std::string::npos; });
  });
}

}  // namespace kecang::xapian
