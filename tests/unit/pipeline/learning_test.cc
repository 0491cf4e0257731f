#include "indexer/pipeline/learning.h"

#include <gmock/gmock.h>

namespace kecang::pipeline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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

TEST(Learning, IsNotFromAnswersThatATextPrints) {
  const std::string stem = "直角三角形的斜边\n";
  const std::string text = stem + "答案：壬戌之秋";
  const auto taught = [&](AnswerPassages answers) {
    auto item = lesson({"public"});
    item.segments = {{.locator = {}, .text = text, .answers = std::move(answers)}};
    auto other = lesson({"public"});
    other.resource.tags.node = {"第一章/长江之歌", 1, "person"};
    other.segments.front().text = "童声合唱";
    xapian::LabelLearning learning;
    for (int i = 0; i < 3; ++i) {
      learn_from(item, learning);
      learn_from(other, learning);
    }
    return learning.learned().text();
  };
  EXPECT_THAT(taught({}), HasSubstr("壬戌"));
  const auto without =
      taught({{static_cast<std::uint32_t>(stem.size()), static_cast<std::uint32_t>(text.size())}});
  EXPECT_THAT(without, HasSubstr("斜边"));
  EXPECT_THAT(without, Not(HasSubstr("壬戌")));
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
