#pragma once
/// Resources and what is said about them, as the API writes them.
#include "schemas/model/describe.h"
#include "server/library/resources.h"

namespace kecang::api {

Json resource_json(const ResourceView& view);
Json question_json(const ShownQuestion& shown);
Json ranges_json(const std::vector<text::TextRange>& ranges);

}  // namespace kecang::api
