/// Build-time tool: reads the word list of Rime's "essay" (rows "word<tab>uses", mostly in traditional
/// characters) and writes the shares of words, of pairs of characters and of characters as one table over
/// simplified text. A list that looks different stops the build.
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "schemas/base/text.h"
#include "schemas/commonness/frequency_table.h"

namespace {

using kecang::text::TermKind;

constexpr std::size_t kFewestWords = 100'000;
constexpr double kLeastUses = 1;

using Uses = std::unordered_map<std::string, double>;

struct Counts {
  Uses words;
  Uses pairs;
  Uses characters;
};

void count_word(const std::string& word, double uses, Counts& to) {
  to.words[word] += uses;
  const auto characters = kecang::text::to_utf32(word);
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (!kecang::text::is_han(characters[i])) continue;
    to.characters[kecang::text::to_utf8({&characters[i], 1})] += uses;
    if (i + 1 < characters.size() && kecang::text::is_han(characters[i + 1]))
      to.pairs[kecang::text::to_utf8({&characters[i], 2})] += uses;
  }
}

Counts read(std::istream& in) {
  Counts counts;
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos || tab == 0) continue;
    const double uses = std::strtod(line.c_str() + tab + 1, nullptr);
    if (uses >= kLeastUses) count_word(kecang::text::normalise(line.substr(0, tab)), uses, counts);
  }
  return counts;
}

using Rows = std::map<std::uint32_t, std::uint16_t>;

void add(TermKind kind, const Uses& uses, Rows& to) {
  double all = 0;
  for (const auto& [term, count] : uses) all += count;
  for (const auto& [term, count] : uses) {
    const auto rarity = std::lround(-std::log(count / all) * kecang::commonness::kUnitsPerNat);
    const auto row = static_cast<std::uint16_t>(std::min<long>(rarity, UINT16_MAX));
    const auto [place, fresh] = to.emplace(kecang::commonness::row_key(kind, term), row);
    if (!fresh) place->second = std::min(place->second, row);
  }
}

void put(std::uint32_t number, int bytes, std::ostream& to) {
  for (int i = 0; i < bytes; ++i, number >>= 8) to.put(static_cast<char>(number & 0xFF));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: kecang_make_commonness OUT ESSAY\n";
    return 2;
  }
  std::ifstream in(argv[2]);
  const auto counts = read(in);
  if (counts.words.size() < kFewestWords) {
    std::cerr << argv[2] << ": only " << counts.words.size() << " words; is this Rime's essay.txt?\n";
    return 1;
  }
  Rows rows;
  add(TermKind::word, counts.words, rows);
  add(TermKind::bigram, counts.pairs, rows);
  add(TermKind::character, counts.characters, rows);
  std::ofstream out(argv[1], std::ios::binary);
  put(static_cast<std::uint32_t>(rows.size()), 4, out);
  for (const auto& [key, rarity] : rows) put(key, 4, out);
  for (const auto& [key, rarity] : rows) put(rarity, 2, out);
  out.flush();
  return out ? 0 : 1;
}
