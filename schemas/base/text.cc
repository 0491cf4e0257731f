#include "schemas/base/text.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "schemas/base/text_simplify.h"

namespace kecang::text {
namespace {

constexpr std::size_t kTermBytes = 64;
constexpr std::size_t kTextBytes = std::size_t{512} << 20;  // ICU counts in 32 bits
constexpr char32_t kBmpEnd = 0x10000;

/// ICU's own data is linked with it: a failure here is a broken installation, and nothing could be analysed.
void require(UErrorCode status, const char* what) {
  if (U_SUCCESS(status)) return;
  std::fprintf(stderr, "ICU %s: %s\n", what, u_errorName(status));
  std::abort();
}

const icu::Normalizer2& nfkc() {
  static const icu::Normalizer2& instance = []() -> const icu::Normalizer2& {
    UErrorCode status = U_ZERO_ERROR;
    const auto* found = icu::Normalizer2::getNFKCInstance(status);
    require(status, "NFKC");
    return *found;
  }();
  return instance;
}

icu::BreakIterator& word_breaker() {
  thread_local const std::unique_ptr<icu::BreakIterator> breaker = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    require(status, "word breaks");
    return made;
  }();
  return *breaker;  // NOLINT(clang-analyzer-cplusplus.NewDelete): lives as long as its thread
}

icu::UnicodeString to_icu(std::string_view utf8) {
  const auto bounded = clip(utf8, kTextBytes);
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(bounded.data(), static_cast<std::int32_t>(bounded.size())));
}

bool is_line_break(char32_t c) {
  return c == U'\n' || c == U'\r' || c == 0x2028;
}
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

/// Soft hyphens, zero-width marks, variation selectors: they change how a text looks, never what it says.
bool is_ignorable(char32_t c) {
  return c >= 0xAD && u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

char32_t lower(char32_t c) {
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

/// Where the wrap of a line that starts at `at` ends, if it parts two Han characters; `at` itself if it is
/// something else.
std::size_t end_of_wrap(const icu::UnicodeString& text, std::int32_t at, char32_t before) {
  const auto start = static_cast<std::size_t>(at);
  if (!is_han(before)) return start;
  auto next = at + 1;
  if (text[at] == u'\r' && next < text.length() && text[next] == u'\n') ++next;
  if (next >= text.length() || !is_han(static_cast<char32_t>(text.char32At(next)))) return start;
  return static_cast<std::size_t>(next);
}

/// Lower case, controls as spaces, and no line wrap inside a Chinese sentence.
std::u32string clean(const icu::UnicodeString& text) {
  std::u32string cleaned;
  cleaned.reserve(static_cast<std::size_t>(text.length()));
  for (std::int32_t at = 0; at < text.length();) {
    const auto c = static_cast<char32_t>(text.char32At(at));
    if (is_line_break(c)) {
      const auto wrap_end = end_of_wrap(text, at, cleaned.empty() ? U' ' : cleaned.back());
      if (wrap_end != static_cast<std::size_t>(at)) {
        at = static_cast<std::int32_t>(wrap_end);
        continue;
      }
    }
    at += U16_LENGTH(c);
    if (is_control(c)) {
      cleaned += U' ';
    } else if (is_han(c)) {
      cleaned += c;
    } else if (!is_ignorable(c)) {
      cleaned += lower(c);
    }
  }
  return cleaned;
}

void append_utf8(char32_t c, std::string& to) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  to.append(bytes, static_cast<std::size_t>(length));
}

void add_words(std::string_view normalised, std::vector<Term>& terms) {
  const auto text = to_icu(normalised);
  auto& breaker = word_breaker();
  breaker.setText(text);
  std::uint32_t position = 0;
  auto start = breaker.first();
  for (auto end = breaker.next(); end != icu::BreakIterator::DONE; start = end, end = breaker.next()) {
    if (breaker.getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
    std::string word;
    text.tempSubStringBetween(start, end).toUTF8String(word);
    word.resize(clip(word, kTermBytes).size());
    terms.push_back({TermKind::word, std::move(word), position++});
  }
}

/// A place in a text where a Han character stands.
struct HanAt {
  std::size_t begin;
  std::size_t end;
};

/// Bigrams, then characters; both counted in Han characters.
void add_han(std::string_view normalised, std::vector<Term>& terms) {
  std::vector<HanAt> han;
  std::int64_t at = 0;
  const auto length = static_cast<std::int64_t>(normalised.size());
  while (at < length) {
    const auto begin = static_cast<std::size_t>(at);
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(normalised.data(), at, length, c);
    if (is_han(static_cast<char32_t>(c))) han.push_back({begin, static_cast<std::size_t>(at)});
  }
  for (std::uint32_t i = 0; i + 1 < han.size(); ++i) {
    if (han[i].end != han[i + 1].begin) continue;
    terms.push_back(
        {TermKind::bigram, std::string(normalised.substr(han[i].begin, han[i + 1].end - han[i].begin)), i});
  }
  for (std::uint32_t i = 0; i < han.size(); ++i)
    terms.push_back(
        {TermKind::character, std::string(normalised.substr(han[i].begin, han[i].end - han[i].begin)), i});
}

/// The folding of one character, when its compatibility form is one character too.
char32_t fold_character(char32_t c) {
  if (is_control(c)) return U' ';
  UErrorCode status = U_ZERO_ERROR;
  const auto folded = nfkc().normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
  const auto compatible = folded.countChar32() == 1 ? static_cast<char32_t>(folded.char32At(0)) : c;
  return simplify(lower(compatible));
}

const std::vector<char32_t>& fold_table() {
  static const std::vector<char32_t> table = [] {
    std::vector<char32_t> made(kBmpEnd);
    for (char32_t c = 0; c < kBmpEnd; ++c) made[c] = U_IS_SURROGATE(c) ? c : fold_character(c);
    return made;
  }();
  return table;
}

}  // namespace

std::string normalise(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto compatible = nfkc().normalize(to_icu(utf8), status);
  require(status, "NFKC");
  return to_utf8(simplify(clean(compatible)));
}

std::vector<Term> terms_of(std::string_view normalised) {
  std::vector<Term> terms;
  terms.reserve(normalised.size());
  add_words(normalised, terms);
  add_han(normalised, terms);
  return terms;
}

std::u32string fold(std::string_view utf8) {
  const auto& table = fold_table();
  auto text = to_utf32(utf8);
  for (auto& c : text) c = c < kBmpEnd ? table[c] : fold_character(c);
  return text;
}

std::u32string to_utf32(std::string_view utf8) {
  std::u32string text;
  text.resize(utf8.size());
  std::size_t count = 0;
  std::int64_t at = 0;
  const auto length = static_cast<std::int64_t>(utf8.size());
  while (at < length) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(utf8.data(), at, length, c);
    text[count++] = static_cast<char32_t>(c);
  }
  text.resize(count);
  return text;
}

std::string to_utf8(std::u32string_view text) {
  std::string utf8;
  utf8.reserve(text.size() * 3);
  for (const auto c : text) append_utf8(U_IS_SURROGATE(c) || c > 0x10FFFF ? U'\uFFFD' : c, utf8);
  return utf8;
}

bool is_han(char32_t c) {
  if (c < 0x3005) return false;
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3005 || c == 0x3007 ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

bool is_utf8(std::string_view bytes) {
  std::int64_t at = 0;
  const auto length = static_cast<std::int64_t>(bytes.size());
  while (at < length) {
    UChar32 c = 0;
    U8_NEXT(bytes.data(), at, length, c);
    if (c < 0) return false;
  }
  return true;
}

std::string nfc(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFCInstance(status);
  require(status, "NFC");
  const auto composed = normalizer->normalize(to_icu(utf8), status);
  require(status, "NFC");
  std::string bytes;
  composed.toUTF8String(bytes);
  return bytes;
}

std::string_view clip(std::string_view utf8, std::size_t bytes) {
  if (utf8.size() <= bytes) return utf8;
  while (bytes > 0 && U8_IS_TRAIL(static_cast<std::uint8_t>(utf8[bytes]))) --bytes;
  return utf8.substr(0, bytes);
}

}  // namespace kecang::text
