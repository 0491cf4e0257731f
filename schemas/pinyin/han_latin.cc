#include "schemas/pinyin/han_latin.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>

namespace kecang::pinyin {
namespace {

constexpr char16_t kDiaeresis = 0x308;

const icu::Transliterator* transliterator() {
  thread_local const std::unique_ptr<icu::Transliterator> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  return instance.get();
}

/// The letters of decomposed text; a tone is a mark of its own there, and so is what makes ü of u.
std::string letters_of(const icu::UnicodeString& decomposed) {
  std::string letters;
  for (std::int32_t at = 0; at < decomposed.length(); ++at) {
    const auto c = decomposed[at];
    if (c >= u'a' && c <= u'z') letters += static_cast<char>(c);
    if (c == kDiaeresis && !letters.empty() && letters.back() == 'u') letters.back() = 'v';
  }
  return letters;
}

}  // namespace

std::string han_latin(char32_t character) {
  const auto* reader = transliterator();
  UErrorCode status = U_ZERO_ERROR;
  const auto* decomposer = icu::Normalizer2::getNFDInstance(status);
  if (reader == nullptr || U_FAILURE(status)) return {};
  icu::UnicodeString text(static_cast<UChar32>(character));
  reader->transliterate(text);
  const auto decomposed = decomposer->normalize(text, status);
  return U_SUCCESS(status) ? letters_of(decomposed) : std::string();
}

}  // namespace kecang::pinyin
