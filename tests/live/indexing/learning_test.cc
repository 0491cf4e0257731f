/// What labels of public resources teach the search of a running library, and what those of others do not.
#include <algorithm>

#include "tests/live/indexing/school_house.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class LearningLive : public ::testing::Test {
 protected:
  /// Of 育才: texts that do not name their lesson, and two others.
  void import_exercises() {
    for (int i = 0; i < 4; ++i)
      house_.files.write("课/例" + std::to_string(i) + ".txt",
                         "第" + std::to_string(i) + "例：直角三角形的斜边与直角边");
    house_.files.write("课/梯子.txt", "已知梯子是直角三角形的斜边，求高");
    for (int i = 0; i < 4; ++i)
      house_.files.write("课/歌" + std::to_string(i) + ".txt", "童声合唱与钢琴伴奏" + std::to_string(i));
    house_.indexer({"import", (house_.files / "课").string(), "--school", "yucai"});
  }
  /// Says of which lesson the four examples are, and whom they are offered to.
  void label_examples(const json& releases) {
    label("\"例：直角三角形\"", 4, "第十七章/17.1 勾股定理", releases);
  }
  /// What the words find.
  void label(const std::string& words, std::size_t count, const std::string& node, const json& releases) {
    const auto found = chen_.get("/api/v1/search?page_size=100&q=" + encoded(words)).json();
    ASSERT_EQ(found["hits"].size(), count) << found;
    for (const auto& hit : found["hits"]) {
      const std::string path = "/api/v1/resources/" + hit["resource"]["id"].get<std::string>();
      const auto answer = chen_.patch_json(path, {{"version", chen_.get(path).json()["version"]},
                                                  {"tags", {{"node", node}}},
                                                  {"releases", releases}});
      ASSERT_EQ(answer.status, 200) << answer;
    }
  }
  json school_and(const json& more) {
    const auto found = chen_.get("/api/v1/search?q=" + encoded("梯子")).json();
    json releases = json::array({{{"kind", "school"}, {"target", found["hits"][0]["resource"]["owner"]}}});
    if (!more.is_null()) releases.push_back(more);
    return releases;
  }
  json learn(std::vector<std::string> options = {}) {
    options.insert(options.begin(), "learn");
    return json::parse(house_.indexer(options), nullptr, false);
  }
  std::string learned_file() const {
    const auto index = house_.server.data() / "index";
    const auto current = test::read_file(index / "CURRENT");
    return test::read_file(index / current.substr(0, current.find('\n')) / "learned");
  }
  std::vector<std::string> titles(const std::string& words) {
    return SchoolHouse::titles(chen_, encoded(words));
  }

  SchoolHouse house_;
  HttpClient chen_ = house_.appoint_office();
};

TEST_F(LearningLive, ALabelFindsAnExerciseThatDoesNotNameItOnceLabelledPublicOnesTaughtItsWords) {
  import_exercises();
  label_examples(school_and({{"kind", "everyone"}, {"target", ""}}));
  EXPECT_THAT(titles("勾股定理"), Not(Contains("梯子")));
  const auto learned = learn();
  EXPECT_EQ(learned["documents"], 4) << learned;
  EXPECT_GT(learned["pieces"], 0) << learned;
  EXPECT_THAT(titles("勾股定理"), AllOf(Contains("梯子"), Not(Contains("歌1"))));

  EXPECT_EQ(learn({"--forget"})["pieces"], 0);
  EXPECT_THAT(titles("勾股定理"), Not(Contains("梯子")));
  house_.indexer({"rebuild"});
  EXPECT_THAT(titles("勾股定理"), Contains("梯子")) << "a rebuild learns, too";
}

TEST_F(LearningLive, LabelsOfASchoolsOwnResourcesTeachNobodyNotEvenThatSchool) {
  import_exercises();
  label_examples(school_and(nullptr));
  EXPECT_EQ(learn()["documents"], 0);
  EXPECT_THAT(titles("勾股定理"), Not(Contains("梯子")));
  auto zhao = house_.zhao();
  EXPECT_THAT(SchoolHouse::titles(zhao, encoded("勾股定理")), IsEmpty());
}

TEST_F(LearningLive, WhatATeacherTakesBackIsForgottenAtOnceAndTheRestLearnedAnew) {
  import_exercises();
  const auto to_all = school_and({{"kind", "everyone"}, {"target", ""}});
  label_examples(to_all);
  label("\"伴奏3\"", 1, "第一章/长江之歌", to_all);
  EXPECT_EQ(learn()["documents"], 5);
  EXPECT_THAT(titles("勾股定理"), Contains("梯子"));
  const auto song = chen_.get("/api/v1/search?q=" + encoded("\"伴奏3\"")).json()["hits"][0]["resource"];
  EXPECT_THAT(learned_file(), HasSubstr(song["id"].get<std::string>()));

  label("\"伴奏3\"", 1, "第一章/长江之歌", school_and(nullptr));
  EXPECT_THAT(titles("勾股定理"), Not(Contains("梯子"))) << "whether or not the index knows";
  EXPECT_TRUE(LiveServer::wait_until([&] {
    const auto found = titles("勾股定理");
    return std::find(found.begin(), found.end(), "梯子") != found.end();
  })) << "the four examples teach it again";
  EXPECT_THAT(learned_file(), Not(HasSubstr(song["id"].get<std::string>())));
}

TEST_F(LearningLive, WhatAnOperatorWantsForgottenIsNotLearnedAgainWhenSomethingIsTakenBack) {
  import_exercises();
  label_examples(school_and({{"kind", "everyone"}, {"target", ""}}));
  learn();
  learn({"--forget"});
  label_examples(school_and(nullptr));
  EXPECT_TRUE(
      LiveServer::wait_until([&] { return json::parse(house_.indexer({"verify"}))["waiting"] == 0; }));
  EXPECT_THAT(learned_file(), HasSubstr(":forget"));
}

}  // namespace
}  // namespace kecang::testing
