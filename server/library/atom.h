#pragma once
/// Atom feeds (RFC 4287) as text. Any thread may call.
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"

namespace kecang::atom {

struct Entry {
  std::string id;  ///< of the thing, 26 characters (schemas/base/ids.h)
  std::string title;
  std::string link;
  std::string summary;
  std::string author;
  std::vector<std::string> categories;
  Time published;
  Time updated;
};

struct Feed {
  std::string id;  ///< as of an entry
  std::string title;
  std::string link;  ///< of the page that shows the same
  Time updated;      ///< when nothing stands in it; else the newest entry counts
  std::vector<Entry> entries;
};

/// A whole document. Characters that XML 1.0 knows no form for, and bytes that are no UTF-8, are U+FFFD.
std::string document(const Feed& feed);

/// `urn:uuid:…` of the same 128 bits: never changes and names nothing else.
std::string urn_of(std::string_view id);

}  // namespace kecang::atom
