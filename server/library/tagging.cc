#include "server/library/tagging.h"

#include <algorithm>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"

namespace kecang {

Result<std::string> tidy_title(std::string_view title) {
  const auto whole = text::nfc(title);
  const auto tidy = trimmed(whole);
  if (tidy.empty()) return Error::invalid("resource.title_empty").at("title");
  if (tidy.size() > kTitleBytes)
    return Error::invalid("value.too_long").at("title").with("limit", std::to_string(kTitleBytes));
  return std::string(tidy);
}

Result<Tag ResourceTags::*> tag_named(std::string_view name, std::string_view value) {
  const auto* known = std::find_if(kResourceTags.begin(), kResourceTags.end(),
                                   [&](const auto& tag) { return tag.name == name; });
  if (known == kResourceTags.end())
    return Error::invalid("resource.tag_unknown").at("tags").with("value", std::string(name));
  if (value.size() > kTagBytes)
    return Error::invalid("value.too_long").at(std::string(name)).with("limit", std::to_string(kTagBytes));
  return known->tag;
}

}  // namespace kecang
