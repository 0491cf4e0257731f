#include "storage/xapian/candidates.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "storage/xapian/layout.h"
#include "storage/xapian/postings.h"
#include "storage/xapian/snapshot.h"
#include "storage/xapian/visible_documents.h"

namespace kecang::xapian {
namespace {

/// Sums of weights are compared with room for their rounding.
constexpr double kRounding = 1e-6;

/// What each document of a list gets for being there.
struct Weighted {
  SharedPostings list;
  float weight;
  std::size_t size() const { return list->documents().size(); }
};

/// What a document has got of the lists looked at so far.
struct Partial {
  DocumentNumber document;
  float sum;
};

/// Adds up lists, a range of document numbers after the other, so that the sums stay in the processor's
/// cache and come out in order. Only of what is visible.
class Summing {
 public:
  Summing(std::span<const Weighted> lists, const VisibleDocuments& visible)
      : lists_(lists), visible_(visible), places_(lists.size(), 0), sums_(kRange, 0) {}

  /// `take(document, sum)` for each visible document of any list, ascending.
  template <class Take>
  void run(Take&& take) {
    while (const auto first = next_document()) {
      const auto begin = first / kRange * kRange;
      for (std::size_t i = 0; i < lists_.size(); ++i) add_range(i, begin);
      tell_range(begin, take);
    }
  }

 private:
  static constexpr DocumentNumber kRange = 1 << 15;
  static constexpr DocumentNumber kWord = 64;

  /// 0 at the end: the engine counts documents from 1.
  DocumentNumber next_document() const {
    DocumentNumber first = 0;
    for (std::size_t i = 0; i < lists_.size(); ++i) {
      const auto& documents = lists_[i].list->documents();
      if (places_[i] < documents.size() && (first == 0 || documents[places_[i]] < first))
        first = documents[places_[i]];
    }
    return first;
  }

  void add_range(std::size_t number, DocumentNumber begin) {
    const auto& documents = lists_[number].list->documents();
    const auto weight = lists_[number].weight;
    const auto end = begin + kRange;
    auto place = places_[number];
    for (; place < documents.size() && documents[place] < end; ++place) {
      if (!visible_.has(documents[place])) continue;
      const auto at = documents[place] - begin;
      sums_[at] += weight;
      touched_[at / kWord] |= std::uint64_t{1} << (at % kWord);
    }
    places_[number] = place;
  }

  template <class Take>
  void tell_range(DocumentNumber begin, Take&& take) {
    for (DocumentNumber word = 0; word < touched_.size(); ++word)
      for (auto bits = std::exchange(touched_[word], 0); bits != 0; bits &= bits - 1) {
        const auto place = word * kWord + static_cast<DocumentNumber>(std::countr_zero(bits));
        take(begin + place, std::exchange(sums_[place], 0.0F));
      }
  }

  std::span<const Weighted> lists_;
  const VisibleDocuments& visible_;
  std::vector<std::size_t> places_;
  std::vector<float> sums_;
  std::array<std::uint64_t, kRange / kWord> touched_{};
};

/// Leaves those that hold the term.
void keep(const Postings& postings, const std::string& term, Documents& documents) {
  if (documents.empty()) return;
  auto cursor = postings.cursor(term, documents.size());
  std::erase_if(documents, [&](DocumentNumber document) { return !cursor.seek(document); });
}

Documents documents_of(const Snapshot& snapshot, const Way& way) {
  if (way.terms.empty()) return {};
  const auto& database = snapshot.database();
  const auto rarest =
      std::min_element(way.terms.begin(), way.terms.end(), [&](const std::string& a, const std::string& b) {
        return database.get_termfreq(a) < database.get_termfreq(b);
      });
  auto documents = snapshot.postings().all(*rarest)->documents();
  for (const auto& term : way.terms)
    if (term != *rarest) keep(snapshot.postings(), term, documents);
  return documents;
}

/// Any way of the unit, once.
SharedPostings documents_of(const Snapshot& snapshot, const std::vector<const Way*>& ways) {
  if (ways.size() == 1 && ways.front()->terms.size() == 1)
    return snapshot.postings().all(ways.front()->terms.front());
  Documents all;
  for (const auto* way : ways) {
    const auto documents = documents_of(snapshot, *way);
    all.insert(all.end(), documents.begin(), documents.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return std::make_shared<const PostingList>(std::move(all), std::vector<std::uint32_t>());
}

/// Shortest first.
std::vector<Weighted> lists_of(const Snapshot& snapshot, const std::vector<Unit>& units, Indirect indirect) {
  std::vector<Weighted> lists;
  for (const auto& unit : units) {
    std::vector<const Way*> ways;
    for (const auto& way : unit.ways)
      if (indirect == Indirect::count || !way.indirect) ways.push_back(&way);
    Weighted one{documents_of(snapshot, ways), static_cast<float>(unit.weight)};
    if (one.size() != 0) lists.push_back(std::move(one));
  }
  std::stable_sort(lists.begin(), lists.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  return lists;
}

/// Of the longest lists so many that weigh less than `least` together: a document that is in no other cannot
/// be found, so that they need not be read from end to end.
std::size_t count_read_whole(const std::vector<Weighted>& lists, double least, double& rest) {
  auto count = lists.size();
  rest = 0;
  for (; count > 0; --count) {
    const auto with = rest + static_cast<double>(lists[count - 1].weight);
    if (with >= least - kRounding) break;
    rest = with;
  }
  return count;
}

/// Adds what a list gives, and drops what cannot reach `least` with what is left after it.
void look_up(const Weighted& list, double least, double rest, std::vector<Partial>& partial) {
  PostingCursor cursor(list.list);
  std::erase_if(partial, [&](Partial& one) {
    if (cursor.seek(one.document)) one.sum += list.weight;
    return one.sum + rest < least - kRounding;
  });
}

}  // namespace

Documents holding_units(const Snapshot& snapshot, const std::vector<Unit>& units, Indirect indirect,
                        double least, const VisibleDocuments& visible) {
  const auto lists = lists_of(snapshot, units, indirect);
  double rest = 0;
  const auto whole = count_read_whole(lists, least, rest);
  std::vector<Partial> partial;
  Summing(std::span(lists).first(whole), visible).run([&](DocumentNumber document, float sum) {
    if (sum + rest >= least - kRounding) partial.push_back({document, sum});
  });
  for (auto i = whole; i < lists.size(); ++i) {
    rest -= static_cast<double>(lists[i].weight);
    look_up(lists[i], least, rest, partial);
  }
  Documents found;
  found.reserve(partial.size());
  for (const auto& one : partial) found.push_back(one.document);
  return found;
}

Documents holding_anything(const Snapshot& snapshot, const std::vector<std::string>& terms,
                           const VisibleDocuments& visible) {
  Documents found;
  if (terms.empty()) {
    visible.bits().for_each([&](DocumentNumber document) { found.push_back(document); });
    return found;
  }
  std::vector<Weighted> lists;
  for (const auto& term : terms) lists.push_back({snapshot.postings().all(term), 0.0F});
  Summing(lists, visible).run([&](DocumentNumber document, float) { found.push_back(document); });
  return found;
}

void keep_phrases(const Snapshot& snapshot, const std::vector<Phrase>& phrases, Documents& documents) {
  const auto& database = snapshot.database();
  for (const auto& phrase : phrases)
    for (const auto& term : phrase.terms) keep(snapshot.postings(), term, documents);
  if (phrases.empty()) return;
  std::erase_if(documents, [&](DocumentNumber document) {
    const auto text = database.get_document(document, Xapian::DOC_ASSUME_VALID).get_data();
    return !std::all_of(phrases.begin(), phrases.end(),
                        [&](const Phrase& phrase) { return text.find(phrase.text) != std::string::npos; });
  });
}

}  // namespace kecang::xapian
