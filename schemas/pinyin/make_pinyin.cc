/// Build-time tool: reads the dictionary of Rime's luna_pinyin (rows "text<tab>syllables[<tab>weight%]",
/// mostly in traditional characters) and writes what of it we need as one C++ table over simplified text. A
/// dictionary that looks different stops the build.
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "schemas/base/text.h"
#include "schemas/pinyin/han_latin.h"

namespace {

using kecang::text::is_han;
using kecang::text::normalise;
using kecang::text::to_utf32;

constexpr double kUnweighted = -1;
constexpr double kLeastShare = 0.0005;  // surnames' readings (单 shan .38 %, 区 ou .09 %) stay
constexpr double kIcuShare = 0.3;  // says which of several is the common one in simplified text: 种 zhong
constexpr std::size_t kMostReadings = 5;
constexpr std::size_t kLongestPhrase = 8;
constexpr std::size_t kFewestCharacters = 20'000;
constexpr std::size_t kFewestPhrases = 20'000;

using Weights = std::map<std::string, double>;

using Syllables = std::vector<std::string>;

struct Dictionary {
  std::map<char32_t, Weights> characters;                    // as written
  std::map<std::u32string, std::vector<Syllables>> phrases;  // simplified; some have several rows
  std::map<std::string, std::uint32_t> uses;
};

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> found;
  for (std::string word; in >> word;) found.push_back(word);
  return found;
}

bool is_syllable(const std::string& text) {
  return !text.empty() && text.size() <= 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool all_han(const std::u32string& text) {
  return std::all_of(text.begin(), text.end(), is_han);
}

void add_row(const std::string& written, const std::vector<std::string>& syllables, double weight,
             Dictionary& to) {
  const auto text = to_utf32(written);
  if (!all_han(text) || text.size() != syllables.size() ||
      !std::all_of(syllables.begin(), syllables.end(), is_syllable))
    return;
  for (const auto& syllable : syllables) ++to.uses[syllable];
  if (text.size() == 1) {
    to.characters[text.front()].emplace(syllables.front(), weight);
    return;
  }
  const auto simplified = to_utf32(normalise(written));
  if (simplified.size() == text.size() && text.size() <= kLongestPhrase && all_han(simplified))
    to.phrases[simplified].push_back(syllables);
}

Dictionary read(std::istream& in) {
  Dictionary dictionary;
  bool in_rows = false;
  for (std::string line; std::getline(in, line);) {
    if (line == "...") in_rows = true;
    const auto tab = line.find('\t');
    if (!in_rows || tab == std::string::npos || line.front() == '#') continue;
    const auto second = line.find('\t', tab + 1);
    const double weight =
        second == std::string::npos ? kUnweighted : std::strtod(line.c_str() + second + 1, nullptr) / 100;
    add_row(line.substr(0, tab), words(line.substr(tab + 1, second - tab - 1)), weight, dictionary);
  }
  return dictionary;
}

/// Rows without a weight share what those with one leave.
Weights shares(Weights weights) {
  double given = 0;
  double without = 0;
  for (const auto& [syllable, weight] : weights) (weight < 0 ? without : given) += weight < 0 ? 1 : weight;
  for (auto& [syllable, weight] : weights)
    if (weight < 0) weight = std::max(0.0, 1 - given) / without;
  return weights;
}

/// What each simplified character may be read as: its own rows and those of the characters it stands for.
std::map<char32_t, Weights> simplified(const Dictionary& dictionary) {
  std::map<char32_t, Weights> merged;
  for (const auto& [character, weights] : dictionary.characters) {
    const auto normal = to_utf32(normalise(kecang::text::to_utf8(std::u32string(1, character))));
    for (const auto& [syllable, share] : shares(weights)) {
      merged[character][syllable] += share;
      if (normal.size() == 1 && normal.front() != character) merged[normal.front()][syllable] += share;
    }
  }
  for (auto& [character, weights] : merged) {
    const auto common =
        weights.size() > 1 ? weights.find(kecang::pinyin::han_latin(character)) : weights.end();
    if (common != weights.end()) common->second += kIcuShare;
  }
  return merged;
}

std::vector<std::string> ranked(const Weights& weights) {
  std::vector<std::pair<std::string, double>> order(weights.begin(), weights.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> kept;
  for (const auto& [syllable, share] : order)
    if (kept.empty() || (share >= kLeastShare && kept.size() < kMostReadings)) kept.push_back(syllable);
  return kept;
}

class Writer {
 public:
  Writer(std::ostream& out, const Dictionary& dictionary)
      : out_(out), dictionary_(dictionary), characters_(simplified(dictionary)) {
    for (const auto& [syllable, uses] : dictionary_.uses)
      numbers_.emplace(syllable, static_cast<std::uint32_t>(numbers_.size()));
  }

  void write() {
    out_ << "#include \"schemas/pinyin/reading_table.h\"\n\nnamespace kecang::pinyin {\nnamespace {\n\n";
    write_syllables();
    write_characters();
    write_phrases();
    out_ << "}  // namespace\n\nconst ReadingTable& reading_table() {\n"
            "  static constexpr ReadingTable table{kSyllables, kCharacters, kCharacterReadings, kPhrases,\n"
            "                                      {kPhraseCharacters, std::size(kPhraseCharacters)},\n"
            "                                      kPhraseReadings};\n"
            "  return table;\n}\n\n}  // namespace kecang::pinyin\n";
  }

 private:
  void write_syllables() {
    out_ << "constexpr SyllableRow kSyllables[] = {\n";
    for (const auto& [syllable, uses] : dictionary_.uses)
      out_ << "{\"" << syllable << "\"," << uses << "},\n";
    out_ << "};\n";
  }

  void write_characters() {
    std::ostringstream rows;
    std::ostringstream readings;
    std::size_t count = 0;
    for (const auto& [character, weights] : characters_) {
      const auto kept = ranked(weights);
      rows << '{' << static_cast<std::uint32_t>(character) << ',' << count << ',' << kept.size() << "},\n";
      for (const auto& syllable : kept) readings << numbers_.at(syllable) << ",\n";
      count += kept.size();
    }
    out_ << "constexpr CharacterRow kCharacters[] = {\n"
         << rows.str() << "};\n"
         << "constexpr std::uint16_t kCharacterReadings[] = {\n"
         << readings.str() << "};\n";
  }

  void write_phrases() {
    std::ostringstream rows;
    std::ostringstream characters;
    std::ostringstream readings;
    std::size_t at = 0;
    for (const auto& [text, rows_of_text] : dictionary_.phrases) {
      rows << '{' << at << ',' << text.size() << "},\n";
      for (const auto character : text) characters << static_cast<std::uint32_t>(character) << ",\n";
      for (const auto& syllable : likeliest(text, rows_of_text)) readings << numbers_.at(syllable) << ",\n";
      at += text.size();
    }
    out_ << "constexpr PhraseRow kPhrases[] = {\n"
         << rows.str() << "};\n"
         << "constexpr char32_t kPhraseCharacters[] = {\n"
         << characters.str() << "};\n"
         << "constexpr std::uint16_t kPhraseReadings[] = {\n"
         << readings.str() << "};\n";
  }

  /// Of several rows of a phrase (什么 she me, shen me) the one with the commonest readings of its
  /// characters.
  const Syllables& likeliest(const std::u32string& text, const std::vector<Syllables>& rows) const {
    const auto likelihood = [&](const Syllables& syllables) {
      double product = 1;
      for (std::size_t i = 0; i < text.size(); ++i) product *= share(text[i], syllables[i]) + kLeastShare;
      return product;
    };
    return *std::max_element(rows.begin(), rows.end(),
                             [&](const auto& a, const auto& b) { return likelihood(a) < likelihood(b); });
  }

  double share(char32_t character, const std::string& syllable) const {
    const auto weights = characters_.find(character);
    if (weights == characters_.end()) return 0;
    const auto found = weights->second.find(syllable);
    return found == weights->second.end() ? 0 : found->second;
  }

  std::ostream& out_;
  const Dictionary& dictionary_;
  const std::map<char32_t, Weights> characters_;
  std::map<std::string, std::uint32_t> numbers_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: kecang_make_pinyin OUTPUT.cc luna_pinyin.dict.yaml\n";
    return 2;
  }
  std::ifstream in(argv[2]);
  const auto dictionary = read(in);
  if (dictionary.characters.size() < kFewestCharacters || dictionary.phrases.size() < kFewestPhrases) {
    std::cerr << argv[2] << ": not the dictionary we know: " << dictionary.characters.size()
              << " characters, " << dictionary.phrases.size() << " phrases\n";
    return 1;
  }
  std::ofstream out(argv[1]);
  Writer(out, dictionary).write();
  out.close();
  if (out) return 0;
  std::cerr << argv[1] << ": cannot be written\n";
  return 1;
}
