#include "storage/xapian/label_learning.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "schemas/base/text.h"
#include "storage/xapian/layout.h"

namespace kecang::xapian {
namespace {

/// So many documents have to carry a piece, and of these so many to hold a term: what only one or two say is
/// no language but theirs.
constexpr std::uint32_t kFewest = 3;
constexpr std::size_t kTaughtTerms = 30;
/// What makes a share of few documents smaller than it looks.
constexpr double kDoubt = 1;
constexpr double kLeastLift = 1.5;
constexpr double kWeightUnits = 10'000;
constexpr double kThousandths = 1'000;

// What bounds the memory: 50,000 documents of some hundred terms each take about 100 MB.
constexpr std::size_t kMostDocuments = 50'000;
constexpr std::uint32_t kMostOfALabel = 300;
constexpr std::size_t kTermsOfADocument = 1'000;

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// Numbers are of the one exercise, not of what it is about.
bool can_be_taught(const text::Term& term) {
  return term.kind != text::TermKind::character && !is_number(term.text);
}

/// How much surer a document that holds the term carries the label (the term's part of the Kullback-Leibler
/// divergence); 0 if no surer.
double telling(double with, double carriers, double elsewhere, double others) {
  const auto here = with / (carriers + kDoubt);
  const auto there = (elsewhere + 0.5) / (others + 1);
  return here > kLeastLift * there ? here * std::log(here / there) : 0;
}

}  // namespace

void LabelLearning::add(const std::vector<std::string_view>& labels,
                        const std::vector<std::string_view>& texts,
                        const std::optional<ResourceId>& teacher) {
  if (documents_.size() >= kMostDocuments) return;
  std::set<std::string> pieces;
  for (const auto label : labels) {
    const auto normalised = text::normalise(label);
    const auto of_label = label_pieces(normalised);
    if (of_label.empty() || ++labels_[normalised] > kMostOfALabel) continue;
    pieces.insert(of_label.begin(), of_label.end());
  }
  if (pieces.empty()) return;
  const auto number = static_cast<std::uint32_t>(documents_.size());
  documents_.push_back(terms_of(texts));
  if (teacher) teachers_.push_back(*teacher);
  for (const auto& piece : pieces) carriers_[piece].push_back(number);
}

std::vector<LabelLearning::TermNumber> LabelLearning::terms_of(const std::vector<std::string_view>& texts) {
  std::set<TermNumber> held;
  for (const auto part : texts) {
    for (const auto& term : text::terms_of(text::normalise(part))) {
      if (held.size() >= kTermsOfADocument) break;
      if (!can_be_taught(term)) continue;
      const auto [at, added] = numbers_.try_emplace(text_term(Field::body, term.kind, term.text),
                                                    static_cast<TermNumber>(numbers_.size()));
      if (added) names_.push_back(&at->first);
      held.insert(at->second);
    }
  }
  return {held.begin(), held.end()};
}

LearnedTerms LabelLearning::learned() const {
  std::vector<std::uint32_t> of_all(numbers_.size(), 0);
  for (const auto& document : documents_)
    for (const auto term : document) ++of_all[term];
  std::map<std::string, std::uint32_t> having;  // labels that have a piece
  for (const auto& [label, count] : labels_)
    for (const auto& piece : label_pieces(label)) ++having[piece];
  LearnedTerms learned;
  learned.set_teachers(teachers_);
  for (const auto& [piece, documents] : carriers_) {
    if (documents.size() < kFewest) continue;
    auto terms = characteristic(documents, of_all);
    if (terms.empty()) continue;
    const auto rarity = std::log(1 + static_cast<double>(labels_.size()) / having[piece]);
    learned.teach(piece, {static_cast<std::uint32_t>(std::lround(rarity * kThousandths)), std::move(terms)});
  }
  return learned;
}

std::vector<LearnedTerms::Taught> LabelLearning::characteristic(
    const std::vector<std::uint32_t>& documents, const std::vector<std::uint32_t>& of_all) const {
  std::unordered_map<TermNumber, std::uint32_t> counts;
  for (const auto document : documents)
    for (const auto term : documents_[document]) ++counts[term];
  const auto carriers = static_cast<double>(documents.size());
  const auto others = static_cast<double>(documents_.size()) - carriers;
  std::vector<LearnedTerms::Taught> taught;
  for (const auto& [term, count] : counts) {
    if (count < kFewest) continue;
    const auto weight = std::lround(telling(count, carriers, of_all[term] - count, others) * kWeightUnits);
    if (weight > 0) taught.push_back({*names_[term], static_cast<std::uint32_t>(weight)});
  }
  std::sort(taught.begin(), taught.end(), [](const auto& a, const auto& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
  });
  taught.resize(std::min(taught.size(), kTaughtTerms));
  return taught;
}

}  // namespace kecang::xapian
