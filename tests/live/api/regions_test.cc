/// Regions as bureaus keep them.
#include <gmock/gmock.h>

#include "tests/support/bureau_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

constexpr const char* kRegions = "/api/v1/regions";

class LiveRegions : public ::testing::Test {
 protected:
  static json named(HttpClient& page, const std::string& name) {
    const auto all = page.get(kRegions).json();
    for (const auto& one : all["items"])
      if (one["name"] == name) return one;
    return json::object();
  }
  static std::string at(const json& region, const std::string& below = "") {
    return std::string(kRegions) + "/" + region["id"].get<std::string>() + below;
  }
  HttpAnswer place(HttpClient& page, const json& region, const std::string& school) {
    return page.send("PUT", at(region, "/schools/" + district_.id(school)), {}, "");
  }
  static std::vector<std::string> schools(HttpClient& page, const json& region) {
    std::vector<std::string> names;
    const auto told = page.get(at(region)).json();
    for (const auto& one : told["schools"]) names.push_back(one["name"]);
    return names;
  }

  LiveServer server_{WithIndexer::no};
  BureauDistrict district_{server_};
  HttpClient admin_ = server_.admin();
  HttpClient officer_ = district_.page("officer");
  HttpClient wang_ = district_.page("wang");
};

TEST_F(LiveRegions, AnOfficerMakesRenamesAndClosesWhatLiesWithinTheirOwn) {
  const auto city = named(officer_, "江城市");
  const auto made =
      officer_.post_json(kRegions, {{"name", "河湾镇"}, {"kind", "town"}, {"parent", city["id"]}});
  ASSERT_EQ(made.status, 201) << made;
  auto town = made.json();
  const auto renamed = officer_.patch_json(at(town), {{"version", town["version"]}, {"name", "河湾新镇"}});
  EXPECT_EQ(renamed.json()["name"], "河湾新镇") << renamed;
  EXPECT_EQ(officer_.patch_json(at(town), {{"version", town["version"]}, {"name", "旧"}}).code(),
            "region.changed");
  EXPECT_EQ(officer_.patch_json(at(city), {{"version", city["version"]}, {"closed", true}}).code(),
            "region.not_empty");
  town = renamed.json();
  EXPECT_EQ(officer_.patch_json(at(town), {{"version", town["version"]}, {"closed", true}}).status, 200);
  EXPECT_EQ(officer_.post_json(kRegions, {{"name", "村"}, {"kind", "town"}, {"parent", town["id"]}}).code(),
            "region.closed");
  EXPECT_EQ(place(officer_, town, "s1").code(), "region.closed");
  EXPECT_EQ(officer_.post_json(kRegions, {{"name", " "}, {"kind", "county"}, {"parent", city["id"]}}).code(),
            "region.name_empty");
  EXPECT_EQ(officer_.post_json(kRegions, {{"name", "市"}, {"kind", "city"}, {"parent", city["id"]}}).code(),
            "region.level_wrong");
}

TEST_F(LiveRegions, SchoolsMoveWithinAnOfficersRegionsAndOthersAreNotThere) {
  const auto county = named(officer_, "江北区");
  const auto city = named(officer_, "江城市");
  EXPECT_THAT(schools(officer_, county), ElementsAre("江北实验中学"));
  EXPECT_EQ(place(officer_, city, "s1").status, 200);
  EXPECT_THAT(schools(officer_, city), ElementsAre("江北实验中学"));
  EXPECT_THAT(schools(officer_, county), ElementsAre());
  const auto foreign = place(officer_, county, "s3");
  EXPECT_EQ(foreign.status, 404);
  const auto never = officer_.send("PUT", at(county, "/schools/01ARZ3NDEKTSV4RRFFQ69G5FAV"), {}, "");
  EXPECT_EQ(foreign.code(), never.code());
  EXPECT_EQ(place(admin_, county, "s3").status, 200) << "who administers the installation places it first";
  EXPECT_EQ(place(officer_, city, "s3").status, 200);
  EXPECT_EQ(officer_.send("DELETE", at(city, "/schools/" + district_.id("s3")), {}, "").status, 403);
  EXPECT_EQ(admin_.send("DELETE", at(city, "/schools/" + district_.id("s3")), {}, "").status, 200);
  EXPECT_THAT(schools(officer_, city), ElementsAre("江北实验中学"));
}

TEST_F(LiveRegions, AreNobodyElses) {
  const auto county = named(officer_, "江北区");
  EXPECT_EQ(wang_.get(kRegions).code(), "region.not_bureau");
  EXPECT_EQ(wang_.get(at(county)).status, 403);
  EXPECT_EQ(wang_.post_json(kRegions, {{"name", "x"}, {"kind", "city"}}).status, 403);
  EXPECT_EQ(officer_.post_json(kRegions, {{"name", "x"}, {"kind", "city"}}).status, 403) << "in no region";
  const auto other = admin_.post_json(kRegions, {{"name", "别处市"}, {"kind", "city"}}).json();
  const auto hidden = officer_.get(at(other));
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.code(), officer_.get(std::string(kRegions) + "/01ARZ3NDEKTSV4RRFFQ69G5FAV").code());
}

}  // namespace
}  // namespace kecang::testing
