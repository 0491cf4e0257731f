#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/questions/builders.h"

namespace kecang::questions {
namespace {

using ::testing::IsEmpty;

TEST(NotAPaper, StepsOfALessonPlanAreNoQuestions) {
  EXPECT_THAT(read("《背影》教案\n一、教学目标\n1. 理解父爱。\n2. 学习白描。\n3. "
                   "体会语言。\n二、教学过程\n1. 导入新课。\n"
                   "2. 整体感知。\n3. 合作学习。\n4. 小结。\n三、作业\n1. 背诵第六段。\n2. 写一段话。"),
              IsEmpty());
}

TEST(NotAPaper, VersesAreNoQuestions) {
  EXPECT_THAT(read("静夜思\n床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。"), IsEmpty());
}

TEST(NotAPaper, ANovelThatAsksIsNoPaper) {
  EXPECT_THAT(
      read("第一章\n你为什么来？他问。\n没有人回答。\n第二章\n1937年，战争爆发。\n3.5公里之外，有人等他。"),
      IsEmpty());
}

TEST(NotAPaper, AManualWithNumberedPartsIsNoPaper) {
  EXPECT_THAT(
      read("使用说明\n1. 打开电源。\n2. 按下开关。\n3. 等待三秒。\n1.1 注意事项\n请勿拆卸。\n4. 关闭电源。"),
      IsEmpty());
}

TEST(NotAPaper, NotesToCandidatesAreNotAmongTheQuestions) {
  const auto found = read(
      "注意事项：\n1．答卷前，考生务必将姓名填好。\n2．用铅笔涂黑。\n一、选择题\n1．甲是（　　）\nA．一 "
      "B．二\n答案：A\n"
      "2．乙是（　　）\nA．一 B．二\n答案：B");
  EXPECT_THAT(numbers(found), ::testing::ElementsAre("1", "2"));
}

}  // namespace
}  // namespace kecang::questions
