#include "schemas/model/lesson.h"

#include <algorithm>

#include "schemas/base/text.h"

namespace kecang {
namespace {

/// Width, case, script and spaces do not make another lesson.
std::string spelling(const Tag& tag) {
  auto value = text::normalise(tag.value);
  std::erase(value, ' ');
  return value;
}

}  // namespace

std::string lesson_key(const ResourceTags& tags) {
  if (tags.subject.value.empty() || tags.grade.value.empty() || tags.node.value.empty()) return {};
  std::string key;
  for (const auto* tag : {&tags.subject, &tags.grade, &tags.volume, &tags.edition, &tags.node})
    key.append(spelling(*tag)).append("|");
  return key;
}

}  // namespace kecang
