/// What is new in people's groups.
#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

TEST(LiveDigests, TellWhatIsNewInAGroupToWhoMaySeeIt) {
  LiveServer server{WithIndexer::yes};
  SmallDistrict district{server};
  auto wang = district.page("wang");
  auto li = district.page("li");
  auto zhao = district.page("zhao");
  for (const auto* name : {"浮力.txt", "校内.txt"}) {
    const bool shared = std::string(name) == "浮力.txt";
    indexed_import(wang, upload(wang, {name, district.id("s1"), shared ? district.id("g1") : ""}, name));
  }
  const auto titles = [](HttpClient& page) {
    std::vector<std::string> all;
    const auto told = page.get("/api/v1/group-digests").json();
    for (const auto& group : told["items"])
      for (const auto& one : group["fresh"]) all.push_back(one["title"]);
    return all;
  };
  const auto group = "/api/v1/group-digests/" + district.id("g1");
  EXPECT_THAT(titles(li), ElementsAre()) << "nobody asked";
  EXPECT_EQ(li.put_json(group, {{"rhythm", "daily"}}).status, 200);
  EXPECT_THAT(titles(li), ElementsAre("浮力"));
  EXPECT_EQ(zhao.put_json(group, {{"rhythm", "daily"}}).status, 404) << "not their group";
  EXPECT_EQ(li.put_json(group, {{"rhythm", "weekly"}, {"address", "li@school.example"}}).code(),
            "digest.mail_off");
  const auto found = li.get("/api/v1/search?page_size=5").json()["hits"][0]["resource"]["id"];
  wang.del("/api/v1/resources/" + found.get<std::string>());
  EXPECT_THAT(titles(li), ElementsAre()) << "withdrawn";
  EXPECT_EQ(li.put_json(group, {{"rhythm", "never"}}).status, 200);
}

}  // namespace
}  // namespace kecang::testing
