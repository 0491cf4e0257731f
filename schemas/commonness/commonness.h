#pragma once
/// How much a term tells of what a text is about: a fixed table, the same for every library. The statistics
/// of a library itself would tell of documents that its reader may not see (architecture.md, section 6); from
/// this table nothing can be learned. Any thread may call.
#include <string_view>

#include "schemas/base/text.h"

namespace kecang::commonness {

/// Raised with every change of what `weight_of` answers.
inline constexpr int kVersion = 1;

/// From nearly nothing for 的 and "the" to about 7 for what nearly no text holds: a dampened inverse document
/// frequency, as of documents of some hundred characters. `term` is normalised, as the analyser cuts it.
double weight_of(text::TermKind kind, std::string_view term);

}  // namespace kecang::commonness
