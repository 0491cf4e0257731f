/// Questions of a paper, from upload to the page, and who may see their answers.
#include <cstdio>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

constexpr const char* kPaper =
    "七年级生物单元测试\n"
    "一、单选题（每题2分）\n"
    "1．下列属于可再生能源的是（  "
    "）\nA．煤\nB．风能\nC．石油\nD．天然气\n答案：B\n解析：风能可以不断得到补充。\n"
    "2．植物进行光合作用的场所是（  "
    "）\nA．线粒体\nB．细胞核\nC．叶绿体\nD．液泡\n答案：C\n解析：叶绿体含有叶绿素。\n"
    "3．人体最大的器官是（  ）\nA．肝脏\nB．皮肤\nC．肺\nD．胃\n答案：B\n解析：皮肤覆盖全身。\n"
    "二、判断题\n"
    "4．病毒具有细胞结构。（  ）\n答案：错\n"
    "5．蚯蚓用湿润的体壁呼吸。（  ）\n答案：对\n";

std::string escaped(std::string_view text) {
  std::string query;
  for (const char c : text) {
    char part[4];
    std::snprintf(part, sizeof part, "%%%02X", static_cast<unsigned char>(c));
    query += part;
  }
  return query;
}

std::string found_path(std::string_view text) {
  return "/api/v1/questions?q=" + escaped(text);
}

class LiveQuestions : public ::testing::Test {
 protected:
  std::string questions_of(const std::string& resource) {
    return "/api/v1/resources/" + resource + "/questions";
  }

  LiveServer server_{WithIndexer::yes};
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient zhao_ = district_.page("zhao");
  HttpClient chen_ = district_.page("chen");
};

TEST_F(LiveQuestions, AColleagueOfTheGroupReadsThemWithTheirAnswersAndAnOutsiderNothing) {
  const auto import = upload(wang_, {"单元测试.txt", district_.id("s1"), district_.id("g1")}, kPaper);
  finished_import(wang_, import);
  const auto resource = resource_of(wang_, import);
  const auto page = li_.get(questions_of(resource) + "?limit=2").json();
  EXPECT_EQ(page["count"], 5) << page.dump();
  EXPECT_EQ(page["answers"], true);
  ASSERT_EQ(page["items"].size(), 2U);
  const auto& first = page["items"][0];
  EXPECT_EQ(first["kind"], "single_choice");
  EXPECT_EQ(first["options"].size(), 4U);
  EXPECT_EQ(first["answer"], "B");
  EXPECT_EQ(first["explanation"], "风能可以不断得到补充。");
  EXPECT_EQ(first["score"], 2);
  const auto rest = li_.get(questions_of(resource) + "?first=3").json();
  EXPECT_EQ(rest["items"][0]["kind"], "true_false") << rest.dump();
  EXPECT_EQ(li_.get("/api/v1/resources/" + resource).json()["question_count"], 5);

  const auto outside = zhao_.get(questions_of(resource));
  EXPECT_EQ(outside.status, 404);
  EXPECT_EQ(outside.code(), zhao_.get(questions_of("01ARZ3NDEKTSV4RRFFQ69G5FAV")).code());
}

TEST_F(LiveQuestions, AnOfferToEveryoneShowsQuestionsWithoutAnswers) {
  const auto import = upload(chen_, {"公开卷.txt", district_.id("s1")}, kPaper);
  finished_import(chen_, import);
  const auto resource = resource_of(chen_, import);
  const auto path = "/api/v1/resources/" + resource;
  const nlohmann::json to_everyone{{{"kind", "everyone"}, {"target", ""}},
                                   {{"kind", "school"}, {"target", district_.id("s1")}}};
  const auto offered =
      chen_.patch_json(path, {{"version", chen_.get(path).json()["version"]}, {"releases", to_everyone}});
  ASSERT_EQ(offered.status, 200) << offered;
  EXPECT_EQ(wang_.get(questions_of(resource)).json()["items"][0]["answer"], "B");
  const auto page = zhao_.get(questions_of(resource)).json();
  EXPECT_EQ(page["answers"], false) << page.dump();
  ASSERT_EQ(page["items"].size(), 5U);
  for (const auto& question : page["items"]) {
    EXPECT_NE(question["stem"], "");
    EXPECT_EQ(question["answer"], "");
    EXPECT_EQ(question["explanation"], "");
  }
}

TEST_F(LiveQuestions, OneIsFoundByAWordOfItsAnswerByThoseWhoReadAnswersAndByNobodyElse) {
  const auto import = upload(chen_, {"公开卷.txt", district_.id("s1")}, kPaper);
  finished_import(chen_, import);
  const auto resource = resource_of(chen_, import);
  const auto search = [](HttpClient& who, const std::string& text) {
    return who.get(found_path(text)).json();
  };
  const auto found = search(wang_, "覆盖全身");
  ASSERT_EQ(found["total"], 1) << found.dump();
  EXPECT_EQ(found["hits"][0]["resource"]["id"], resource);
  EXPECT_EQ(found["hits"][0]["question"]["index"], 2);
  EXPECT_EQ(found["hits"][0]["question"]["answer"], "B");
  EXPECT_EQ(found["facets"]["question_kind"][0]["value"], "single_choice");
  EXPECT_EQ(search(zhao_, "光合作用")["total"], 0);

  const auto path = "/api/v1/resources/" + resource;
  const nlohmann::json to_everyone{{{"kind", "everyone"}, {"target", ""}},
                                   {{"kind", "school"}, {"target", district_.id("s1")}}};
  const auto offered =
      chen_.patch_json(path, {{"version", chen_.get(path).json()["version"]}, {"releases", to_everyone}});
  ASSERT_EQ(offered.status, 200) << offered;
  ASSERT_TRUE(LiveServer::wait_until([&] { return search(zhao_, "光合作用")["total"] == 1; }));
  const auto outside = search(zhao_, "光合作用");
  EXPECT_EQ(outside["hits"][0]["answers"], false);
  EXPECT_EQ(outside["hits"][0]["question"]["answer"], "");
  EXPECT_EQ(outside["hits"][0]["question"]["explanation"], "");
  EXPECT_EQ(search(zhao_, "覆盖全身")["total"], 0);
  EXPECT_EQ(search(wang_, "覆盖全身")["total"], 1);

  const nlohmann::json to_school{{{"kind", "school"}, {"target", district_.id("s1")}}};
  const auto narrowed =
      chen_.patch_json(path, {{"version", chen_.get(path).json()["version"]}, {"releases", to_school}});
  ASSERT_EQ(narrowed.status, 200) << narrowed;
  EXPECT_EQ(search(zhao_, "光合作用")["total"], 0);  // at once, before the index knows
}

TEST_F(LiveQuestions, AnOfferToEveryoneShowsNoAnswerInTheTextNorFindsOrQuotesIt) {
  const auto import = upload(chen_, {"公开卷.txt", district_.id("s1")}, kPaper);
  finished_import(chen_, import);
  const auto path = "/api/v1/resources/" + resource_of(chen_, import);
  const nlohmann::json to_everyone{{{"kind", "everyone"}, {"target", ""}},
                                   {{"kind", "school"}, {"target", district_.id("s1")}}};
  const auto offered =
      chen_.patch_json(path, {{"version", chen_.get(path).json()["version"]}, {"releases", to_everyone}});
  ASSERT_EQ(offered.status, 200) << offered;
  const auto search = [](HttpClient& who, const std::string& text) {
    return who.get("/api/v1/search?q=" + escaped(text)).json();
  };
  ASSERT_TRUE(LiveServer::wait_until([&] { return search(zhao_, "光合作用")["total"] == 1; }));

  const auto inside = wang_.get(path + "/segments?q=" + escaped("覆盖全身")).json();
  EXPECT_EQ(inside["answers_hidden"], false);
  EXPECT_NE(inside["items"][0]["text"].get<std::string>().find("皮肤覆盖全身"), std::string::npos);
  EXPECT_FALSE(inside["items"][0]["ranges"].empty());
  const auto outside = zhao_.get(path + "/segments?q=" + escaped("覆盖全身")).json();
  EXPECT_EQ(outside["answers_hidden"], true);
  EXPECT_EQ(outside["count"], inside["count"]);
  const auto text = outside["items"][0]["text"].get<std::string>();
  EXPECT_NE(text.find("人体最大的器官是"), std::string::npos) << text;
  for (const auto* hidden : {"答案", "解析", "覆盖全身", "叶绿体含有", "细胞结构。（  ）\n错"})
    EXPECT_EQ(text.find(hidden), std::string::npos) << text;
  EXPECT_EQ(outside.dump().find("覆盖全身"), std::string::npos);

  EXPECT_EQ(search(wang_, "皮肤覆盖全身")["hits"].size(), 1U);
  EXPECT_EQ(search(wang_, "\"覆盖全身\"")["total"], 1);
  EXPECT_EQ(search(zhao_, "\"覆盖全身\"")["total"], 0);
  EXPECT_EQ(search(zhao_, "\"叶绿素\"")["total"], 0);
  const auto found = search(zhao_, "人体最大的器官");
  EXPECT_EQ(found["total"], 1) << found.dump();
  EXPECT_EQ(found.dump().find("覆盖全身"), std::string::npos);
  EXPECT_EQ(found.dump().find("答案"), std::string::npos) << found.dump();
}

TEST_F(LiveQuestions, ASearchWithAnUnknownOrderIsRefused) {
  EXPECT_EQ(wang_.get("/api/v1/questions?sort=best").status, 400);
}

TEST_F(LiveQuestions, APlaceBeyondTheLimitIsRefused) {
  EXPECT_EQ(wang_.get(questions_of("01ARZ3NDEKTSV4RRFFQ69G5FAV") + "?limit=101").status, 400);
}

}  // namespace
}  // namespace kecang::testing
