#pragma once
/// The names a title or a query is left with when the words of books and kinds are taken out of it:
/// "22.1 相交线（课后作业） 人教版七年级数学下册" is 相交线. A query for a name means that lesson before
/// those whose longer names hold it. Any thread may call.
#include <string>
#include <string_view>
#include <vector>

namespace kecang::xapian {

/// Its names themselves: each part that stands by itself, and all parts together.
std::vector<std::string> names_in(std::string_view unlabelled);
/// The name terms of a text whose labels are blanks: of each part that stands by itself and of all parts
/// together; of each also as it sounds and by its initials. Lessons' numbers are no names.
std::vector<std::string> heading_terms(std::string_view unlabelled);
/// Of a query: as it is written, and, of Latin letters, as a sound and as initials.
std::vector<std::string> asked_heading_terms(std::string_view topic);
/// Of a query in Han characters: as it sounds.
std::vector<std::string> asked_heading_sounds(std::string_view topic);

}  // namespace kecang::xapian
