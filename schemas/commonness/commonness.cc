#include "schemas/commonness/commonness.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "schemas/commonness/frequency_table.h"

namespace kecang::commonness {
namespace {

using text::TermKind;

/// A document is taken to have so many terms of each kind.
constexpr double kTermsOfADocument = 60;
/// The share of documents that hold a term which nobody ever counted.
constexpr double kRarest = 1e-5;
constexpr double kLeast = 0.02;
/// What the result is raised to: of rare terms each rarer one adds a little less than the plain logarithm
/// would have it.
constexpr double kDampening = 0.95;

/// Of what the word list does not hold: uses out of all.
constexpr double kUncountedWord = 0.5 / 2e8;
constexpr double kUncountedCharacter = 0.5 / 4e8;

/// Shares of documents.
constexpr double kLatinWord = 0.002;
constexpr double kShortNumber = 0.05;  ///< 3, 12, x: what papers are full of
constexpr double kCommonLatin = 0.5;

double share(TermKind kind, std::string_view term, double uncounted) {
  const auto known = rarity(kind, term);
  return known ? std::exp(-*known) : uncounted;
}

bool is_latin(std::string_view term) {
  return std::all_of(term.begin(), term.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_common_latin(std::string_view word) {
  static const std::set<std::string_view> words = {
      "the", "a",  "an", "of", "and", "or",  "to",   "in",  "on",   "for",  "is",   "are",
      "be",  "at", "it", "as", "by",  "do",  "with", "you", "that", "this", "what", "how",
      "why", "i",  "we", "he", "she", "was", "not",  "my",  "your", "from", "have", "which"};
  return words.contains(word);
}

double latin_share(std::string_view word) {
  if (is_common_latin(word)) return kCommonLatin;
  const bool digits = std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return word.size() == 1 || (digits && word.size() <= 2) ? kShortNumber : kLatinWord;
}

/// Two characters that only meet at the seam of two words are as common as chance has it.
double pair_share(std::string_view pair) {
  const auto characters = text::to_utf32(pair);
  double chance = 1;
  for (const auto character : characters)
    chance *= share(TermKind::character, text::to_utf8({&character, 1}), kUncountedCharacter);
  return chance + share(TermKind::bigram, pair, 0);
}

double share_of_documents(TermKind kind, std::string_view term) {
  if (is_latin(term)) return latin_share(term);
  const double uses = kind == TermKind::bigram      ? pair_share(term)
                      : kind == TermKind::character ? share(kind, term, kUncountedCharacter)
                                                    : share(kind, term, kUncountedWord);
  return 1 - std::exp(-uses * kTermsOfADocument);
}

}  // namespace

double weight_of(TermKind kind, std::string_view term) {
  const auto documents = share_of_documents(kind, term);
  const auto rarity = std::log((1 - documents + kRarest) / (documents + kRarest));
  return std::pow(std::max(rarity, kLeast), kDampening);
}

}  // namespace kecang::commonness
