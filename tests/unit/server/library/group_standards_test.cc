#include "server/library/group_standards.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/library/review_district.h"

namespace kecang {
namespace {

using test::FailsWith;
using test::must;
using test::ReviewDistrict;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GroupStandardsTest : public ::testing::Test {
 protected:
  /// wang's text for the group, in one place of a textbook.
  ResourceId lesson(const std::string& key, const std::string& bytes = "第一版",
                    const std::string& node = "第一章/浮力",
                    std::optional<std::vector<Release>> releases = {}) {
    const auto id =
        d.text(key, bytes, releases.value_or(std::vector{d.to_school(d.east), d.to_group(d.group)}));
    const auto now = d.resource(id);
    must(d.library.change(d.actor(d.wang), d.viewer(d.wang).scope(), id, now.version, "resource.edited",
                          [&](Resource& one) -> Result<void> {
                            one.tags.node = said_by_person(node);
                            one.tags.type = said_by_person("教案");
                            return {};
                          }));
    return id;
  }
  auto try_name(const User& user, const ResourceId& id) {
    d.clock.advance(seconds{1});
    return standards.name(d.actor(user), d.viewer(user), d.group.id, id);
  }
  std::vector<std::string> told(const User& user, const ResourceId& id) {
    std::vector<std::string> lines;
    for (const auto& one : must(standards.of(d.viewer(user), id)))
      lines.push_back(one.group_name + " " + std::string(enum_text(one.state)) +
                      (one.now_title.empty() ? "" : " " + one.now_title));
    return lines;
  }

  ReviewDistrict d;
  GroupStandardCatalog catalog{d.store(), d.clock};
  GroupStandards standards{catalog, d.library, d.directory};
};

TEST_F(GroupStandardsTest, AreNamedByWhoPresidesAndToldToTheGroup) {
  const auto id = d.for_group("无处");
  EXPECT_THAT(try_name(d.chen, id), FailsWith(ErrorKind::invalid, "standard.no_place"));
  const auto first = lesson("甲");
  for (const auto& user : {d.wang, d.zhou, d.li, d.gao})
    EXPECT_THAT(try_name(user, first), FailsWith(ErrorKind::forbidden, "standard.not_presiding"))
        << user.login;
  EXPECT_THAT(try_name(d.zhao, first), FailsWith(ErrorKind::not_found, "resource.absent"));
  must(try_name(d.chen, first));
  EXPECT_THAT(told(d.li, first), ElementsAre("group current"));
  EXPECT_THAT(told(d.li, lesson("乙")), IsEmpty());
}

TEST_F(GroupStandardsTest, AreOneVersionOfOneResourceAndThoseBeforePointToIt) {
  const auto first = lesson("甲");
  const auto second = lesson("乙");
  const auto elsewhere = lesson("丙", "丙", "第一章/压强");
  must(try_name(d.chen, first));
  must(try_name(d.chen, elsewhere));
  must(try_name(d.chen, second));
  EXPECT_THAT(told(d.li, first), ElementsAre("group former 乙"));
  EXPECT_THAT(told(d.li, second), ElementsAre("group current"));
  EXPECT_THAT(told(d.li, elsewhere), ElementsAre("group current"));
  lesson("乙", "第二版");
  EXPECT_THAT(told(d.li, second), ElementsAre("group version"));
  must(try_name(d.chen, second));
  EXPECT_THAT(told(d.li, second), ElementsAre("group current"));
}

TEST_F(GroupStandardsTest, AreNothingToWhoMayNotSeeThemOrDoesNotBelongToTheGroup) {
  const std::vector<Release> to_all{d.to_school(d.east), d.to_everyone()};
  const auto open = lesson("甲", "第一版", "第一章/浮力", to_all);
  must(try_name(d.chen, open));
  EXPECT_THAT(told(d.li, open), ElementsAre("group current"));
  EXPECT_THAT(told(d.zhao, open), IsEmpty());
  const auto inside = lesson("乙", "第一版", "第一章/浮力", std::vector{d.to_school(d.east)});
  must(try_name(d.chen, inside));
  EXPECT_THAT(told(d.wang, open), ElementsAre("group former 乙"));
  EXPECT_THAT(told(d.li, open), IsEmpty()) << "as if it had never been one";
}

TEST_F(GroupStandardsTest, AreTakenBack) {
  const auto first = lesson("甲");
  must(try_name(d.chen, first));
  const auto remove = [&](const User& user) {
    return standards.remove(d.actor(user), d.viewer(user), d.group.id, first);
  };
  EXPECT_THAT(remove(d.li), FailsWith(ErrorKind::forbidden, "standard.not_presiding"));
  must(remove(d.chen));
  EXPECT_THAT(told(d.li, first), IsEmpty());
  EXPECT_THAT(remove(d.chen), FailsWith(ErrorKind::not_found, "standard.absent"));
  std::vector<std::string> actions;
  for (const auto& one : must(d.directory.audit_of(d.group.id.text(), {}, {.action = "standard"})).items)
    actions.push_back(one.action);
  EXPECT_THAT(actions, ElementsAre("standard.removed", "standard.named"));
  EXPECT_OK(d.directory.verify_audit());
}

}  // namespace
}  // namespace kecang
