#pragma once
/// Which lesson of which textbook a resource is for, so that what is made for the same lesson is found
/// together.
#include <string>

#include "schemas/model/resource.h"

namespace kecang {

/// Equal for the same place in the same book, however it is spelled. Empty unless subject, grade and place
/// are known. Any thread may call.
std::string lesson_key(const ResourceTags& tags);

}  // namespace kecang
