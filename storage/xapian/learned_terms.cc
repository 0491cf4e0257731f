#include "storage/xapian/learned_terms.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "schemas/base/text.h"
#include "storage/xapian/headings.h"

namespace kecang::xapian {
namespace {

/// Raised with every change of what is learned or how it is written.
constexpr int kVersion = 2;
constexpr std::string_view kMagic = "kecang-learned";
constexpr std::string_view kEnd = "end";
// No piece begins with a colon.
constexpr std::string_view kTeacher = ":teacher";
constexpr std::string_view kTakenBack = ":taken-back";
constexpr std::string_view kWished = ":forget";

constexpr std::size_t kRelatedTerms = 20;
/// A whole name tells more than a piece of it.
constexpr double kWholeFactor = 2;
/// This share of what is asked for has to be pieces of labels.
constexpr double kKnownShare = 0.4;
/// Longer ones are sentences, not names of something.
constexpr std::size_t kMostPieces = 32;

constexpr char kWhole = '=';
constexpr double kThousandths = 1'000;

class Fields {
 public:
  explicit Fields(std::string_view line) : left_(line) {}
  bool at_end() const { return done_; }
  std::string_view next() {
    const auto tab = left_.find('\t');
    const auto field = left_.substr(0, tab);
    done_ = tab == std::string_view::npos;
    left_ = done_ ? std::string_view() : left_.substr(tab + 1);
    return field;
  }
  /// 0 if it is no number above 0.
  std::uint32_t number() {
    const auto field = next();
    std::uint32_t number = 0;
    const auto [end, failed] = std::from_chars(field.data(), field.data() + field.size(), number);
    return failed == std::errc() && end == field.data() + field.size() ? number : 0;
  }

 private:
  std::string_view left_;
  bool done_ = false;
};

Error not_whole(std::string_view why) {
  return Error::corrupt("index.corrupt").because("learned terms: " + std::string(why));
}

std::string header() {
  return std::string(kMagic) + '\t' + std::to_string(kVersion) + '\t' +
         std::to_string(text::kAnalyserVersion);
}

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return line;
}

}  // namespace

std::vector<std::string> label_pieces(std::string_view normalised) {
  const auto names = names_in(normalised);
  const auto is_named = [&](const std::string& part) {
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& name) { return name.find(part) != std::string::npos; });
  };
  std::set<std::string> pieces;
  for (const auto& name : names) pieces.insert(kWhole + name);
  for (const auto& term : text::terms_of(normalised)) {
    const auto first = text::to_utf32(term.text).front();
    const bool latin_word = term.kind == text::TermKind::word && first >= U'a' && first <= U'z';
    if ((term.kind == text::TermKind::bigram || latin_word) && is_named(term.text)) pieces.insert(term.text);
  }
  return {pieces.begin(), pieces.end()};
}

std::vector<RelatedTerm> most_telling(std::vector<RelatedTerm> terms, std::size_t count) {
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) {
    return a.share != b.share ? a.share > b.share : a.term < b.term;
  });
  terms.resize(std::min(terms.size(), count));
  double sum = 0;
  for (const auto& one : terms) sum += one.share;
  for (auto& one : terms) one.share /= sum;
  return terms;
}

void LearnedTerms::teach(std::string piece, Piece taught) {
  rarest_ = std::max(rarest_, taught.telling);
  pieces_[std::move(piece)] = std::move(taught);
}

void LearnedTerms::set_teachers(std::vector<ResourceId> teachers) {
  std::sort(teachers.begin(), teachers.end());
  teachers_ = std::move(teachers);
}

bool LearnedTerms::taught_by(const std::vector<ResourceId>& resources) const {
  return std::any_of(resources.begin(), resources.end(), [&](const auto& id) {
    return std::binary_search(teachers_.begin(), teachers_.end(), id);
  });
}

LearnedTerms LearnedTerms::forget(Forgotten why) {
  LearnedTerms nothing;
  nothing.forgotten_ = why;
  return nothing;
}

std::vector<RelatedTerm> LearnedTerms::related_to(std::string_view normalised_topic) const {
  const auto asked = label_pieces(normalised_topic);
  if (pieces_.empty() || asked.size() > kMostPieces) return {};
  double known = 0;
  double unknown = 0;
  std::map<std::string_view, double> weights;
  for (const auto& piece : asked) {
    const bool whole = piece.front() == kWhole;
    const auto found = pieces_.find(piece);
    if (found == pieces_.end()) {
      if (!whole) unknown += rarest_ / kThousandths;
      continue;
    }
    const auto telling = found->second.telling / kThousandths * (whole ? kWholeFactor : 1);
    known += telling;
    for (const auto& [term, weight] : found->second.terms) weights[term] += telling * weight;
  }
  if (known < kKnownShare * (known + unknown)) return {};
  std::vector<RelatedTerm> related;
  for (const auto& [term, weight] : weights) related.push_back({std::string(term), weight});
  return most_telling(std::move(related), kRelatedTerms);
}

std::string LearnedTerms::text() const {
  std::string text = header() + '\n';
  const std::map<std::string_view, const Piece*> ordered = [&] {
    std::map<std::string_view, const Piece*> pieces;
    for (const auto& [name, piece] : pieces_) pieces.emplace(name, &piece);
    return pieces;
  }();
  for (const auto& [name, piece] : ordered) {
    text.append(name).append(1, '\t').append(std::to_string(piece->telling));
    for (const auto& [term, weight] : piece->terms)
      text.append(1, '\t').append(term).append(1, '\t').append(std::to_string(weight));
    text += '\n';
  }
  for (const auto& teacher : teachers_)
    text.append(kTeacher).append(1, '\t').append(teacher.text()).append(1, '\n');
  if (forgotten_ == Forgotten::taken_back) text.append(kTakenBack).append(1, '\n');
  if (forgotten_ == Forgotten::wished) text.append(kWished).append(1, '\n');
  return text.append(kEnd).append(1, '\t').append(std::to_string(ordered.size())).append(1, '\n');
}

Result<LearnedTerms> LearnedTerms::parse(std::string_view text) {
  const auto first = take_line(text);
  if (!first.starts_with(kMagic)) return not_whole("no header");
  if (first != header())
    return Error::unavailable("index.version_mismatch").because("learned terms: " + std::string(first));
  LearnedTerms learned;
  while (!text.empty()) {
    Fields fields(take_line(text));
    std::string name(fields.next());
    if (name == kEnd && text.empty()) {
      const auto count = fields.number();
      if (count == learned.pieces_.size() && fields.at_end()) return learned;
      break;
    }
    if (name == kTakenBack || name == kWished) {
      learned.forgotten_ = name == kWished ? Forgotten::wished : Forgotten::taken_back;
      continue;
    }
    if (name == kTeacher) {
      KECANG_ASSIGN(auto teacher, ResourceId::parse(fields.next()));
      learned.teachers_.push_back(teacher);
      continue;
    }
    Piece piece{.telling = fields.number(), .terms = {}};
    while (!fields.at_end()) {
      Taught taught{std::string(fields.next()), 0};
      taught.weight = fields.at_end() ? 0 : fields.number();
      if (taught.term.empty() || taught.weight == 0) return not_whole("a term of " + name);
      piece.terms.push_back(std::move(taught));
    }
    if (name.empty() || piece.telling == 0) return not_whole("a line");
    learned.teach(std::move(name), std::move(piece));
  }
  return not_whole("no end");
}

}  // namespace kecang::xapian
