#pragma once
/// The table that kecang_make_pinyin writes when the program is built. Internal to this folder.
#include <cstdint>
#include <span>
#include <string_view>

namespace kecang::pinyin {

struct SyllableRow {
  std::string_view text;
  std::uint32_t uses;  ///< rows of the dictionary that have it: how common it is
};

struct CharacterRow {
  char32_t character;
  std::uint32_t first;  ///< in `character_readings`
  std::uint32_t count;
};

/// A phrase's characters and their syllables stand at the same places of two pools.
struct PhraseRow {
  std::uint32_t first;
  std::uint32_t length;
};

/// Rows ascend by character, and by the phrases' characters. Readings are numbers of syllables.
struct ReadingTable {
  std::span<const SyllableRow> syllables;
  std::span<const CharacterRow> characters;
  std::span<const std::uint16_t> character_readings;
  std::span<const PhraseRow> phrases;
  std::u32string_view phrase_characters;
  std::span<const std::uint16_t> phrase_readings;
};

const ReadingTable& reading_table();

}  // namespace kecang::pinyin
