#pragma once
/// Names and packed forms of what stands in the index (schemas/index-layout.md). No engine types.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/text.h"
#include "storage/index.h"

namespace kecang::xapian {

/// Raised with every change of terms, slots or metadata; an index with another one is never queried.
inline constexpr int kLayoutVersion = 4;

namespace slot {
inline constexpr std::uint32_t kOrder = 0;     ///< date and id: newest first, ties and identity
inline constexpr std::uint32_t kVersion = 1;   ///< of the resource
inline constexpr std::uint32_t kFacets = 2;    ///< packed facet numbers
inline constexpr std::uint32_t kQuestion = 3;  ///< of a question its place; and whether answers are in
inline constexpr std::uint32_t kAgain = 4;     ///< a resource once more, without the answers it prints
}  // namespace slot

namespace metadata {
inline constexpr const char* kLayout = "kecang.layout";
inline constexpr const char* kAnalyser = "kecang.analyser";
inline constexpr const char* kEpoch = "kecang.epoch";
/// Where the dictionary keeps the value of a facet's `number`.
std::string facet_value(Facet facet, std::uint32_t number);
/// Where the change log keeps the documents of a commit; the places are used again and again.
std::string changes(std::uint64_t place);
}  // namespace metadata

/// A generation holds databases of its own for what is found apart, so that one's words do not count in the
/// other's ranking.
enum class Part : std::uint8_t { resources, questions, suggestions };
inline constexpr std::array<Part, 3> kParts = {Part::resources, Part::questions, Part::suggestions};
std::string_view folder_of(Part part);

/// The place of a term in the text decides its prefix.
enum class Field : std::uint8_t { body, title };

std::string id_term(const ResourceId& id);
std::string scope_filter_term(std::string_view scope_term);
/// On what a viewer who holds the scope term must not find, because something better is there for them.
std::string withheld_term(std::string_view scope_term);
/// On the resources that have to do with the one so named, and on what is known of the name itself.
std::string name_term(NameKind kind, std::string_view id);
std::string name_document_term(NameKind kind, std::string_view id);
/// A beginning (suggest_keys.h) of a title or of a name of this kind.
std::string suggest_term(std::optional<NameKind> kind, std::string_view key);
std::string facet_filter_term(Facet facet, std::string_view value);
/// By what a resource is like another: its bytes, pairs of places of its text's sketch, its lesson.
std::string blob_term(std::string_view digest);
std::vector<std::string> sketch_terms(std::string_view sketch);
std::string lesson_term(std::string_view lesson);
std::string text_term(Field field, text::TermKind kind, std::string_view text);
/// What a document says of books and kinds.
std::string mark_term(std::string_view mark);
/// An English word without its ending.
std::string stem_term(std::string_view stem);
/// Two syllables that follow each other in the title.
std::string sound_term(std::string_view first, std::string_view second);
/// So many first letters of syllables that follow each other in the title.
inline constexpr std::size_t kFewestInitials = 2;
inline constexpr std::size_t kMostInitials = 4;
std::string initials_term(std::string_view initials);
/// A whole name in the title (headings.h): as written, as it sounds, by its initials.
std::string heading_term(std::string_view name);
std::string heading_sound_term(std::string_view sound);
std::string heading_initials_term(std::string_view initials);

/// Sorts as (date, id).
std::string order_value(Time date, const ResourceId& id);
/// Sorts as (date, id), then by the question's place, the first one on top.
std::string question_order_value(Time date, const ResourceId& id, std::uint32_t question);
ResourceId id_of_order(std::string_view order_value);
/// Milliseconds since 1970.
std::int64_t date_of_order(std::string_view order_value);
std::string question_value(std::uint32_t question, bool with_answer);
/// 0 and false for what is no question.
std::pair<std::uint32_t, bool> question_of(std::string_view question_value);
std::string version_value(std::uint64_t version);
std::uint64_t version_of(std::string_view version_value);

/// A document's facet values as numbers of the dictionary, from 1; 0 is none.
struct FacetNumbers {
  std::uint32_t single[kFacetCount] = {};  ///< by facet; the group's place is unused
  std::vector<std::uint32_t> groups;
};
std::string pack(const FacetNumbers& numbers);
/// Reuses the vector of `into`. False if the bytes are not ours.
bool unpack(std::string_view packed, FacetNumbers& into);

}  // namespace kecang::xapian
