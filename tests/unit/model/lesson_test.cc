#include "schemas/model/lesson.h"

#include <gmock/gmock.h>

namespace kecang {
namespace {

ResourceTags addition() {
  ResourceTags tags;
  tags.subject.value = "数学";
  tags.grade.value = "七年级";
  tags.volume.value = "上册";
  tags.edition.value = "人教版";
  tags.node.value = "第一章 有理数/1.3 有理数的加减法";
  return tags;
}

TEST(LessonKey, TypeYearAndSpellingMakeNoOtherLesson) {
  auto other = addition();
  other.type.value = "课件";
  other.year.value = "2025";
  other.node.value = "第一章　有理數／1.3有理数的加减法";
  EXPECT_EQ(lesson_key(other), lesson_key(addition()));
}

TEST(LessonKey, SubjectGradeVolumeEditionAndPlaceDo) {
  for (const auto tag : {&ResourceTags::subject, &ResourceTags::grade, &ResourceTags::volume,
                         &ResourceTags::edition, &ResourceTags::node}) {
    auto other = addition();
    (other.*tag).value += "二";
    EXPECT_NE(lesson_key(other), lesson_key(addition()));
  }
}

TEST(LessonKey, WithoutSubjectGradeOrPlaceThereIsNone) {
  for (const auto tag : {&ResourceTags::subject, &ResourceTags::grade, &ResourceTags::node}) {
    auto other = addition();
    (other.*tag).value.clear();
    EXPECT_EQ(lesson_key(other), "");
  }
}

}  // namespace
}  // namespace kecang
