#include "indexer/pipeline/learning.h"

#include <gmock/gmock.h>

namespace kecang::pipeline {
namespace {

indexing::Indexable lesson(std::vector<std::string> scope_terms) {
  indexing::Indexable item;
  item.resource.title = "练习";
  item.resource.state = FileState::indexed;
  item.resource.tags.node = {"第十七章/17.1 勾股定理", 1, "person"};
  item.scope_terms = std::move(scope_terms);
  item.segments = {{{}, "直角三角形的斜边"}};
  return item;
}

std::size_t taught_by(const indexing::Indexable& item) {
  xapian::LabelLearning learning;
  learn_from(item, learning);
  return learning.documents();
}

TEST(Learning, IsFromWhatEverybodyMaySeeAndNothingElse) {
  EXPECT_EQ(taught_by(lesson({"public"})), 1U);
  EXPECT_EQ(taught_by(lesson({"school:S1", "public"})), 1U);
  EXPECT_EQ(taught_by(lesson({"school:S1", "group:G1", "user:U1"})), 0U);
  EXPECT_EQ(taught_by(lesson({})), 0U);
}

TEST(Learning, IsNotFromWhatIsWithdrawnOrHasNoLabel) {
  auto withdrawn = lesson({"public"});
  withdrawn.resource.state = FileState::withdrawn;
  EXPECT_EQ(taught_by(withdrawn), 0U);
  auto unlabelled = lesson({"public"});
  unlabelled.resource.tags.node = {};
  EXPECT_EQ(taught_by(unlabelled), 0U);
  auto numbered = lesson({"public"});
  numbered.resource.tags.node = {"第三章/第2节", 1, "name"};
  EXPECT_EQ(taught_by(numbered), 0U) << "a number is no name";
}

}  // namespace
}  // namespace kecang::pipeline
