#include "schemas/model/derived.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kecang {
namespace {

constexpr std::string_view kOfStem = "picture-";
constexpr std::string_view kOfAnswer = "answer-";
constexpr std::size_t kDigits = 16;

/// What browsers show and nothing runs in: no SVG.
constexpr auto kEndings = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"image/png", ".png"}, {"image/jpeg", ".jpg"}, {"image/gif", ".gif"}, {"image/webp", ".webp"}});

bool is_ending(std::string_view text) {
  return std::any_of(kEndings.begin(), kEndings.end(), [&](const auto& one) { return one.second == text; });
}

}  // namespace

std::string picture_name(PictureOf of, std::string_view image) {
  return std::string(of == PictureOf::stem ? kOfStem : kOfAnswer) + sha256(image).hex().substr(0, kDigits);
}

std::string_view picture_ending(std::string_view media_type) {
  for (const auto& [type, ending] : kEndings)
    if (type == media_type) return ending;
  return {};
}

bool is_picture_name(std::string_view name) {
  for (const auto kind : {kOfStem, kOfAnswer}) {
    if (!name.starts_with(kind)) continue;
    const auto rest = name.substr(kind.size());
    return rest.size() > kDigits && rest.find_first_not_of("0123456789abcdef") == kDigits &&
           is_ending(rest.substr(kDigits));
  }
  return false;
}

bool is_answer_picture(std::string_view name) {
  return name.starts_with(kOfAnswer);
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::DerivedFile);
KECANG_NOUN_FORMS(kecang::Derived);
