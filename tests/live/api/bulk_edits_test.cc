/// Many resources changed at once, and taken back.
#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

constexpr const char* kBulk = "/api/v1/bulk-edits";
constexpr const char* kNeverMade = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

class LiveBulkEdits : public ::testing::Test {
 protected:
  std::string share(HttpClient& page, const std::string& name, const std::string& school,
                    const std::string& groups) {
    return resource_of(page, upload(page, {.name = name, .school = school, .groups = groups}, name));
  }
  json resource(HttpClient& page, const std::string& id) {
    return page.get("/api/v1/resources/" + id).json();
  }
  std::string tag(const std::string& id, const std::string& name) {
    return resource(wang_, id)["tags"][name]["value"];
  }
  static std::vector<std::string> states(const HttpAnswer& answer) {
    EXPECT_EQ(answer.status, 200) << answer;
    std::vector<std::string> all;
    const auto body = answer.json();
    for (const auto& line : body["items"])
      all.push_back(line["state"].get<std::string>() +
                    (line["reason"] == "" ? "" : ":" + line["reason"].get<std::string>()));
    return all;
  }
  json subject(const std::string& mode, const std::string& value = "") {
    return {{"subject", {{"mode", mode}, {"value", value}}}};
  }

  LiveServer server_{WithIndexer::no};
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient chen_ = district_.page("chen");
  const std::string one_ = share(wang_, "一.txt", district_.id("s1"), district_.id("g1"));
  const std::string two_ = share(wang_, "二.txt", district_.id("s1"), "");
  const std::string foreign_ = share(li_, "三.txt", district_.id("s2"), district_.id("g1"));
  const std::string hidden_ = share(li_, "四.txt", district_.id("s2"), "");
};

TEST_F(LiveBulkEdits, EachIsChangedOrRefusedByItselfAndWhatIsHiddenLikeWhatNeverWas) {
  const json change{{"resources", {one_, two_, foreign_, hidden_, kNeverMade}},
                    {"tags", subject("replace", "物理")}};
  const auto seen = wang_.post_json("/api/v1/bulk-edits/preview", change);
  EXPECT_THAT(states(seen), ElementsAre("changed", "changed", "refused:resource.not_editor",
                                        "refused:resource.absent", "refused:resource.absent"));
  EXPECT_EQ(tag(one_, "subject"), "") << "looking changes nothing";
  const auto lines = seen.json();
  EXPECT_EQ(lines["items"][0]["changes"][0]["after"], "物理");
  auto hidden = lines["items"][3];
  auto never = lines["items"][4];
  EXPECT_EQ(hidden["resource"], hidden_);
  hidden.erase("resource");
  never.erase("resource");
  EXPECT_EQ(hidden, never);

  const auto done = wang_.post_json(kBulk, change);
  EXPECT_EQ(states(done), states(seen));
  EXPECT_EQ(done.json()["edit"]["changed"], 2);
  EXPECT_EQ(tag(one_, "subject"), "物理");
  EXPECT_EQ(resource(li_, foreign_)["tags"]["subject"]["value"], "");

  const auto kept = chen_.get("/api/v1/schools/" + district_.id("s1") + "/audit?action=resource.bulk_edited")
                        .json()["items"];
  ASSERT_EQ(kept.size(), 2U) << "one record for each resource";
}

TEST_F(LiveBulkEdits, AddReplaceAndClearAreApart) {
  wang_.post_json(kBulk, {{"resources", {one_}}, {"tags", subject("replace", "物理")}});
  EXPECT_THAT(states(wang_.post_json(kBulk, {{"resources", {one_, two_}}, {"tags", subject("add", "数学")}})),
              ElementsAre("unchanged", "changed"));
  EXPECT_EQ(tag(one_, "subject"), "物理");
  EXPECT_EQ(tag(two_, "subject"), "数学");
  wang_.post_json(kBulk, {{"resources", {one_, two_}}, {"tags", subject("clear")}});
  EXPECT_EQ(tag(two_, "subject"), "");

  const json group = json::array({{{"kind", "group"}, {"target", district_.id("g1")}}});
  const auto offer = [&](const std::string& mode) {
    return wang_.post_json(kBulk,
                           {{"resources", {two_}}, {"releases", {{"mode", mode}, {"releases", group}}}});
  };
  EXPECT_THAT(states(offer("add")), ElementsAre("changed"));
  EXPECT_EQ(resource(wang_, two_)["releases"].size(), 2U);
  EXPECT_EQ(li_.get("/api/v1/resources/" + two_).status, 200);
  EXPECT_THAT(states(offer("clear")), ElementsAre("changed"));
  EXPECT_EQ(li_.get("/api/v1/resources/" + two_).status, 404);
  EXPECT_THAT(states(offer("replace")), ElementsAre("changed"));
  EXPECT_EQ(resource(wang_, two_)["releases"].size(), 1U);
  EXPECT_THAT(states(offer("clear")), ElementsAre("refused:resource.nobody_left"));
  const json region = json::array({{{"kind", "everyone"}, {"target", ""}}});
  EXPECT_THAT(states(wang_.post_json(
                  kBulk, {{"resources", {two_}}, {"releases", {{"mode", "add"}, {"releases", region}}}})),
              ElementsAre("refused:release.not_yours"));
}

TEST_F(LiveBulkEdits, IsTakenBackExactlyWhereNobodyChangedItSince) {
  wang_.post_json(kBulk, {{"resources", {one_}}, {"tags", subject("replace", "物理")}});
  const auto before = resource(wang_, one_);
  const json group = json::array({{{"kind", "group"}, {"target", district_.id("g1")}}});
  const auto edit = wang_
                        .post_json(kBulk, {{"resources", {one_, two_}},
                                           {"tags", subject("replace", "化学")},
                                           {"releases", {{"mode", "replace"}, {"releases", group}}}})
                        .json()["edit"];
  EXPECT_GT(edit["seconds_left"], 590);
  const auto undoable = wang_.get(kBulk).json()["items"];
  EXPECT_EQ(undoable.size(), 2U);
  EXPECT_EQ(undoable[0]["id"], edit["id"]);

  const auto now = resource(wang_, two_);
  ASSERT_EQ(wang_
                .patch_json("/api/v1/resources/" + two_,
                            {{"version", now["version"]}, {"tags", {{"subject", "生物"}}}})
                .status,
            200);
  const auto undo = std::string(kBulk) + "/" + edit["id"].get<std::string>() + "/undo";
  EXPECT_EQ(li_.post(undo, "").status, 404) << "somebody else's";
  EXPECT_THAT(states(wang_.post(undo, "")), ElementsAre("changed", "refused:bulk.changed_since"));
  auto after = resource(wang_, one_);
  EXPECT_EQ(after["tags"], before["tags"]);
  EXPECT_EQ(after["releases"], before["releases"]);
  EXPECT_EQ(tag(two_, "subject"), "生物") << "left as somebody wants it since";
  EXPECT_EQ(wang_.post(undo, "").code(), "bulk.undone");
  EXPECT_EQ(wang_.get(kBulk).json()["items"].size(), 1U);
}

TEST_F(LiveBulkEdits, SaysWhatIsWrongWithAllOfIt) {
  const auto code = [&](const json& change) { return wang_.post_json(kBulk, change).code(); };
  EXPECT_EQ(code({{"resources", json::array()}, {"tags", subject("clear")}}), "bulk.none_chosen");
  EXPECT_EQ(code({{"resources", {one_}}}), "bulk.nothing_said");
  EXPECT_EQ(code({{"resources", {one_}}, {"tags", subject("add")}}), "bulk.value_missing");
  EXPECT_EQ(code({{"resources", {one_}}, {"tags", {{"colour", {{"mode", "clear"}}}}}}),
            "resource.tag_unknown");
  EXPECT_EQ(code({{"resources", std::vector<std::string>(1'001, one_)}, {"tags", subject("clear")}}),
            "bulk.too_many");
}

}  // namespace
}  // namespace kecang::testing
