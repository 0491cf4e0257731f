#include "server/library/standard_notices.h"

#include <gmock/gmock.h>

#include "server/library/group_standards.h"
#include "tests/support/result_matchers.h"
#include "tests/unit/server/library/review_district.h"

namespace kecang {
namespace {

using test::must;
using test::ReviewDistrict;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StandardNoticesTest : public ::testing::Test {
 protected:
  ResourceId lesson(const std::string& key, const std::string& bytes = "第一版",
                    std::optional<std::vector<Release>> releases = {}) {
    const auto id =
        d.text(key, bytes, releases.value_or(std::vector{d.to_school(d.east), d.to_group(d.group)}));
    const auto now = d.resource(id);
    must(d.library.change(d.actor(d.wang), d.viewer(d.wang).scope(), id, now.version, "resource.edited",
                          [&](Resource& one) -> Result<void> {
                            one.tags.node = said_by_person("第一章/浮力");
                            one.tags.type = said_by_person("教案");
                            return {};
                          }));
    return id;
  }
  void name(const ResourceId& id) {
    d.clock.advance(seconds{1});
    must(standards.name(d.actor(d.chen), d.viewer(d.chen), d.group.id, id));
    d.clock.advance(seconds{1});
  }
  void take(const User& user, const ResourceId& id) {
    const auto resource = d.resource(id);
    must(used.downloaded(d.actor(user), id, resource.revision->id, {}, resource.owner));
    d.clock.advance(seconds{1});
  }
  std::vector<std::string> told(const User& user) {
    std::vector<std::string> titles;
    for (const auto& one : must(notices.of(d.viewer(user))))
      titles.push_back(one.title + " " + one.group_name);
    return titles;
  }

  ReviewDistrict d;
  GroupStandardCatalog catalog{d.store(), d.clock};
  GroupStandards standards{catalog, d.library, d.directory};
  UsedVersionCatalog used{d.store(), d.clock};
  StandardNotices notices{catalog, used, d.library, d.directory, d.clock};
};

TEST_F(StandardNoticesTest, TellWhoTookAnOlderVersionUntilTheyTakeTheNewOne) {
  const auto id = lesson("甲");
  take(d.li, id);
  EXPECT_THAT(told(d.li), IsEmpty());
  lesson("甲", "第二版");
  name(id);
  EXPECT_THAT(told(d.li), ElementsAre("甲 group"));
  EXPECT_THAT(told(d.zhou), IsEmpty()) << "who took nothing is told nothing";
  take(d.li, id);
  EXPECT_THAT(told(d.li), IsEmpty());
}

TEST_F(StandardNoticesTest, TellWhoTookWhatWasTheStandardBefore) {
  const auto old = lesson("甲"), better = lesson("乙");
  name(old);
  take(d.li, old);
  EXPECT_THAT(told(d.li), IsEmpty()) << "it is the standard";
  name(better);
  EXPECT_THAT(told(d.li), ElementsAre("乙 group"));
  take(d.li, better);
  EXPECT_THAT(told(d.li), IsEmpty());
}

TEST_F(StandardNoticesTest, TellNobodyOfWhatTheyMayNotViewAndNothingForEver) {
  const auto old = lesson("甲");
  const auto own = lesson("乙", "本校", std::vector{d.to_school(d.east)});
  name(old);
  take(d.li, old);
  take(d.wang, old);
  name(own);
  EXPECT_THAT(told(d.li), IsEmpty());
  EXPECT_THAT(told(d.wang), ElementsAre("乙 group"));
  d.clock.advance(StandardNotices::kRecent);
  EXPECT_THAT(told(d.wang), IsEmpty());
}

TEST_F(StandardNoticesTest, TellNothingOfWhatIsNoStandardAnyMore) {
  const auto old = lesson("甲"), better = lesson("乙");
  name(old);
  take(d.li, old);
  name(better);
  must(standards.remove(d.actor(d.chen), d.viewer(d.chen), d.group.id, better));
  EXPECT_THAT(told(d.li), IsEmpty());
}

}  // namespace
}  // namespace kecang
