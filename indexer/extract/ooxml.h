#pragma once
/// What docx, pptx and xlsx have in common: relationships, properties, and how a reading ends. Elements and
/// relations are known by their last names, which are the same in the transitional and the strict form.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/output.h"
#include "indexer/extract/package.h"
#include "indexer/extract/xml_reader.h"

namespace kecang::extract {

struct Relation {
  std::string type;    ///< the last part of the type's address: "slide", "officeDocument"
  std::string target;  ///< the part's name within the package; of inner targets only
};
/// The relationships of a part ("" for the package's own), by id.
std::map<std::string, Relation> relations_of(const Package& package, std::string_view part);

/// The name of the main part: of the package's officeDocument relation, else `usual`.
std::string main_part(const Package& package, std::string_view usual);

/// Title, author and the like from docProps.
DocumentHead head_of(const Package& package, std::string media_type);

/// What stands for a picture when it is read aloud, on one line. Programs put the picture's file name there,
/// an advertisement, or a guess of their own: those are nothing.
std::string picture_words(const XmlReader& reader);

/// Adds what a part with Dublin Core elements says: title, author and the like.
void read_properties(std::string_view xml, DocumentHead& head);

/// How the XML of a part ended.
enum class XmlState { whole, broken, forbidden };
/// What a reader's last token says.
XmlState state_of(XmlReader::Token last);

/// The parts a part is related to in this way, in the order of the relations' ids.
std::vector<std::string> related_parts(const Package& package, std::string_view part, std::string_view type);
/// The first of them, else `usual`.
std::string related_part(const Package& package, std::string_view part, std::string_view type,
                         std::string_view usual);

/// Each comment of a part, with the answers to it, on lines of its own. `of_threads_too` is false where those
/// stand in a part of their own: then the copies of them made for older programs are left out.
std::string comment_lines(std::string_view xml, bool of_threads_too = true);

/// The charts and the SmartArt that belong to a part.
std::string drawn_beside(const Package& package, std::string_view part);

/// How the reading of the whole file ended: `worst` over all its parts.
ExtractEnd office_end(const Package& package, XmlState worst, const Output& out);

}  // namespace kecang::extract
