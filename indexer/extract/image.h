#pragma once
/// What the header of a picture says. No pixel is looked at.
#include <string>

#include "indexer/extract/source.h"
#include "schemas/model/extraction.h"

namespace kecang::extract {

struct PictureFacts {
  DocumentHead head;
  ExtractEnd end{};  ///< not ok when it is damaged, or has more pixels than anybody should unpack
};
PictureFacts picture_facts(const Source& source, const std::string& media_type);

}  // namespace kecang::extract
