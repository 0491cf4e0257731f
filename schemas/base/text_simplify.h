#pragma once
/// Traditional → simplified Chinese by OpenCC's t2s dictionaries, read once into flat tables so that text
/// without any traditional character passes at the speed of a look-up. Internal to the analyser. Any thread
/// may call.
#include <string>

#include "schemas/base/result.h"

namespace kecang::text {

/// unavailable/analyser.dictionary_missing when OpenCC's data files cannot be read.
Result<void> load_simplifier();

/// `from` with the longest known phrases and characters replaced, left to right, as OpenCC's t2s does.
/// The dictionaries must be loadable: the process ends otherwise, because other terms than promised would be
/// worse.
std::u32string simplify(std::u32string from);

/// The simplified form of one character by itself.
char32_t simplify(char32_t c);

}  // namespace kecang::text
