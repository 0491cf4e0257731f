#include "schemas/base/text_simplify.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <opencc/Config.hpp>
#include <opencc/Conversion.hpp>
#include <opencc/ConversionChain.hpp>
#include <opencc/Converter.hpp>
#include <opencc/Dict.hpp>
#include <opencc/DictEntry.hpp>
#include <opencc/Exception.hpp>
#include <opencc/Lexicon.hpp>
#include <unordered_map>
#include <vector>

#include "schemas/base/text.h"

namespace kecang::text {
namespace {

constexpr char32_t kBmpEnd = 0x10000;

class Simplifier {
 public:
  Simplifier() : bmp_(kBmpEnd, 0), starts_phrase_(kBmpEnd, false) {}

  void add(const std::u32string& from, std::u32string to) {
    if (from.empty()) return;
    if (from.size() == 1 && to.size() == 1) {
      add_character(from[0], to[0]);
      return;
    }
    auto& list = phrases_[from[0]];
    list.push_back({from, std::move(to)});
    if (from[0] < kBmpEnd) starts_phrase_[from[0]] = true;
  }

  /// Longest phrases first, so that the first match is the longest.
  void finish() {
    for (auto& [first, list] : phrases_)
      std::stable_sort(list.begin(), list.end(),
                       [](const Phrase& a, const Phrase& b) { return a.from.size() > b.from.size(); });
  }

  char32_t character(char32_t c) const {
    if (c < kBmpEnd) return bmp_[c] != 0 ? bmp_[c] : c;
    const auto found = beyond_bmp_.find(c);
    return found == beyond_bmp_.end() ? c : found->second;
  }

  std::u32string convert(std::u32string from) const {
    const auto first = std::find_if(from.begin(), from.end(), [&](char32_t c) { return touches(c); });
    if (first == from.end()) return from;
    std::u32string to;
    to.reserve(from.size());
    to.assign(from.begin(), first);
    for (auto at = static_cast<std::size_t>(first - from.begin()); at < from.size();)
      at += convert_at(from, at, to);
    return to;
  }

 private:
  struct Phrase {
    std::u32string from;
    std::u32string to;
  };

  void add_character(char32_t from, char32_t to) {
    if (from < kBmpEnd) {
      bmp_[from] = to;
    } else {
      beyond_bmp_[from] = to;
    }
  }

  bool may_start_phrase(char32_t c) const { return c < kBmpEnd ? starts_phrase_[c] : phrases_.contains(c); }
  bool touches(char32_t c) const { return character(c) != c || may_start_phrase(c); }

  /// Appends what stands at `at`; returns how many characters it took.
  std::size_t convert_at(const std::u32string& from, std::size_t at, std::u32string& to) const {
    if (may_start_phrase(from[at])) {
      for (const auto& phrase : phrases_.at(from[at])) {
        if (from.compare(at, phrase.from.size(), phrase.from) != 0) continue;
        to += phrase.to;
        return phrase.from.size();
      }
    }
    to += character(from[at]);
    return 1;
  }

  std::vector<char32_t> bmp_;
  std::unordered_map<char32_t, char32_t> beyond_bmp_;
  std::vector<bool> starts_phrase_;
  std::unordered_map<char32_t, std::vector<Phrase>> phrases_;
};

/// The one guard around OpenCC.
Result<Simplifier> read_dictionaries() {
  try {
    Simplifier simplifier;
    const auto converter = opencc::Config().NewFromFile("t2s.json");
    for (const auto& conversion : converter->GetConversionChain()->GetConversions()) {
      const auto lexicon = conversion->GetDict()->GetLexicon();
      for (const auto& entry : *lexicon)
        simplifier.add(to_utf32(entry->Key()), to_utf32(entry->GetDefault()));
    }
    simplifier.finish();
    return simplifier;
  } catch (const opencc::Exception& e) {
    return Error::unavailable("analyser.dictionary_missing").because(e.what());
  } catch (const std::exception& e) {
    return Error::unavailable("analyser.dictionary_missing").because(e.what());
  }
}

const Result<Simplifier>& dictionaries() {
  static const Result<Simplifier> loaded = read_dictionaries();
  return loaded;
}

const Simplifier& simplifier() {
  static const Simplifier& ready = []() -> const Simplifier& {
    const auto& loaded = dictionaries();
    if (!loaded) {
      std::fprintf(stderr, "OpenCC 的数据文件不可用 / OpenCC's data files cannot be read: %s\n",
                   loaded.error().describe().c_str());
      std::abort();
    }
    return *loaded;
  }();
  return ready;
}

}  // namespace

Result<void> load_simplifier() {
  const auto& loaded = dictionaries();
  if (!loaded) return loaded.error();
  return {};
}

std::u32string simplify(std::u32string from) {
  return simplifier().convert(std::move(from));
}

char32_t simplify(char32_t c) {
  return simplifier().character(c);
}

}  // namespace kecang::text
