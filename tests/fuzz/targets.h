#pragma once
/// What is fuzzed: each takes a stranger's bytes and must come back.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::fuzz {

struct Target {
  std::string name;
  std::function<void(std::string_view bytes)> run;
};

/// All of them.
std::vector<Target> targets();

/// The extractors, each a target: of single files, and of packages, whose parts are cut out of the input at
/// the byte 0x1E so that the parts are reached and not only the archive around them.
std::vector<Target> reader_targets();

/// Listing and unpacking archives.
void run_archive(std::string_view bytes);
/// Drawings of Office, and pictures that are to be drawn.
void run_drawings(std::string_view bytes);
/// The grammar of papers in free form, and of banks in tables.
void run_questions(std::string_view bytes);
/// Rows of the store, frames of the extractor, bodies of the internal API: CBOR and JSON of every noun.
void run_records(std::string_view bytes);

}  // namespace kecang::fuzz
