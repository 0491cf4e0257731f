#pragma once
/// Titles by how they are read aloud, as index terms: 勾股定理 by "gougu" and by "ggdl". Any thread may call.
#include <string>
#include <string_view>
#include <vector>

namespace kecang::xapian {

/// How a name may be typed in pinyin: as it is read, with another reading of one of its characters (长 as
/// zhang, all of them alike), and with u for ü. Each a list of syllables, the likeliest first, at most 8;
/// none if a character has no reading.
std::vector<std::vector<std::string>> typed_readings(std::string_view normalised_han);

/// Of a title: each two syllables that follow each other, in all likely readings, and the initials of each
/// two to four characters. None twice.
std::vector<std::string> title_sounds(std::string_view normalised_title);

/// The ways in which typed letters can sound, each of terms that a title has to hold together; the likeliest
/// first, none for letters that are no pinyin of two syllables or more. A space parts syllables.
std::vector<std::vector<std::string>> sound_ways(std::string_view latin);
/// As first letters of syllables: the terms a title has to hold together; none if they can be no initials.
std::vector<std::string> initials_way(std::string_view latin);
/// Two Han characters as they sound, the likeliest first: what finds a word written with other characters.
std::vector<std::string> sounds_of_pair(std::string_view han_pair);

}  // namespace kecang::xapian
