#pragma once
/// The one analyser: what the index stores and what a query asks for are cut by this code and no other. Any
/// thread may call.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::text {

/// Stamped in the index; an index with another version is never queried. Raise it with every change of the
/// terms.
inline constexpr int kAnalyserVersion = 1;

/// NFKC → lower case → OpenCC t2s. Bytes that are no UTF-8 become U+FFFD; controls become spaces.
std::string normalise(std::string_view utf8);

/// Which reading of the text a term is (facts: words find, bigrams repair, single characters catch the rest).
enum class TermKind : std::uint8_t { word, bigram, character };

struct Term {
  TermKind kind;
  std::string text;  ///< normalised UTF-8, at most 64 bytes; a longer Latin run is cut
  std::uint32_t
      position;  ///< place of its first character in the text, counted in terms of its kind; ascending
};

/// Cuts normalised text: ICU words (Han, Latin, digits; no punctuation), bigrams of adjacent Han, single Han
/// characters.
std::vector<Term> terms_of(std::string_view normalised);

/// One-to-one folding of code points (half width, lower case, simplified), for finding a query's words in a
/// text without losing the place. `fold(text)[i]` belongs to the i-th code point of `text`.
std::u32string fold(std::string_view utf8);

std::u32string to_utf32(std::string_view utf8);
std::string to_utf8(std::u32string_view text);
bool is_han(char32_t c);
/// True for well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);
/// NFC, as names of files and people are stored.
std::string nfc(std::string_view utf8);
/// At most `bytes` bytes, cut between code points.
std::string_view clip(std::string_view utf8, std::size_t bytes);

}  // namespace kecang::text
