#include "server/library/hearing.h"

#include <gtest/gtest.h>

#include "tests/support/vocabulary.h"

namespace kecang {
namespace {

Hearing hear(const std::string& topic, const std::vector<std::string_view>& titles, bool as_written = false) {
  return hearing(*test::seed_vocabulary().current(), topic, titles, as_written);
}

TEST(Hearing, SaysWhatPinyinWasReadAs) {
  EXPECT_EQ(hear("gougudingli", {"17.1 勾股定理 教案"}).read_as, "勾股定理");
  EXPECT_EQ(hear("ggdl", {"17.1 勾股定理 教案"}).read_as, "勾股定理");
}

TEST(Hearing, OffersTheCharactersThatSoundTheSame) {
  EXPECT_EQ(hear("二次涵数", {"二次函数 课件"}).did_you_mean, "二次函数");
}

TEST(Hearing, OffersALessonOneSlipAwayWhenNothingWasFound) {
  EXPECT_EQ(hear("平面直角坐表系", {}).did_you_mean, "平面直角坐标系");
  EXPECT_EQ(hear("平面直角坐表系", {}, true).did_you_mean, "");
}

TEST(Hearing, IsSilentWhenATitleSaysIt) {
  const auto heard = hear("二次函数", {"二次函数 课件", "二次涵数"});
  EXPECT_EQ(heard.read_as, "");
  EXPECT_EQ(heard.did_you_mean, "");
}

TEST(Hearing, KnowsNoTitleButThoseItIsGiven) {
  EXPECT_EQ(hear("gougudingli", {"二次函数 课件"}).read_as, "");
  EXPECT_EQ(hear("勾鼓定里", {"二次函数 课件"}, true).did_you_mean, "");
}

}  // namespace
}  // namespace kecang
