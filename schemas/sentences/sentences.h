#pragma once
/// What people read for an error code, from schemas/error-codes.d/*.tsv as they were when the program was
/// built.
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "schemas/base/result.h"

namespace kecang {

struct Sentence {
  std::string_view code;
  std::string_view kind;
  std::string_view zh;
  std::string_view en;
};

/// All of them, sorted by code.
std::span<const Sentence> sentences();

/// The sentence of `code`, or the general one of its kind (`kind.<name>`) when the tables do not know it.
const Sentence& sentence_for(std::string_view code, ErrorKind kind);

/// Puts parameters in the place of `{name}`; an unknown name stays as it is.
std::string filled(std::string_view sentence, const std::map<std::string, std::string>& params);

}  // namespace kecang
