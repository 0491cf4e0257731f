#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using testing::IsEmpty;

class DirectoryTest : public testing::Test {
 protected:
  Session session_of(const User& user, const std::string& secret) {
    return {.id = SessionId::make(c.clock.now()),
            .user = user.id,
            .secret_hash = sha256(secret),
            .csrf_token = "csrf",
            .created_at = c.clock.now(),
            .last_seen_at = c.clock.now(),
            .expires_at = c.clock.now() + seconds{3600}};
  }
  ApiToken token_of(const User& user, const std::string& secret) {
    return {.id = TokenId::make(c.clock.now()),
            .user = user.id,
            .name = "script",
            .secret_hash = sha256(secret),
            .created_at = c.clock.now(),
            .expires_at = c.clock.now() + seconds{3600}};
  }

  Catalogue c;
};

TEST_F(DirectoryTest, ALoginBelongsToOneUserInEverySpelling) {
  const User li = c.user("Li.Na");
  EXPECT_EQ(li.login, "li.na");
  EXPECT_EQ(must(c.directory.user_by_login(" ＬＩ．ｎａ "))->id, li.id);
  User other;
  other.login = "LI.NA";
  EXPECT_THAT(c.directory.put_user(c.operating, other), FailsWith(ErrorKind::conflict, "user.login_taken"));
}

TEST_F(DirectoryTest, AnExternalKeyBelongsToOneUserButMayBeMissing) {
  User a, b;
  a.login = "a";
  b.login = "b";
  a = must(c.directory.put_user(c.operating, a));
  b = must(c.directory.put_user(c.operating, b));
  a.external_key = b.external_key = "T-1";
  a = must(c.directory.put_user(c.operating, a));
  EXPECT_THAT(c.directory.put_user(c.operating, b), FailsWith(ErrorKind::conflict, "user.key_taken"));
  EXPECT_EQ(must(c.directory.user_by_key("T-1"))->id, a.id);
}

TEST_F(DirectoryTest, AChangedLoginFreesTheOldOne) {
  User li = c.user("li");
  li.login = "li2";
  must(c.directory.put_user(c.operating, li));
  EXPECT_FALSE(must(c.directory.user_by_login("li")).has_value());
  EXPECT_NE(c.user("li").id, li.id);
}

TEST_F(DirectoryTest, OnlyTheNewestVersionCanBeChanged) {
  User li = c.user("li");
  User stale = li;
  li.name = "李娜";
  li = must(c.directory.put_user(c.operating, li));
  EXPECT_EQ(li.version, 2U);
  stale.name = "李";
  EXPECT_THAT(c.directory.put_user(c.operating, stale), FailsWith(ErrorKind::conflict, "user.changed"));
}

TEST_F(DirectoryTest, PuttingWhatIsThereAlreadyChangesNothing) {
  const User li = c.user("li");
  EXPECT_EQ(must(c.directory.put_user(c.operating, li)).version, 1U);
  EXPECT_EQ(must(c.directory.verify_audit()), 1U);
}

TEST_F(DirectoryTest, ALoginMustBeUsable) {
  User user;
  EXPECT_THAT(c.directory.put_user(c.operating, user), FailsWith(ErrorKind::invalid, "user.login_empty"));
  user.login = "li na";
  EXPECT_THAT(c.directory.put_user(c.operating, user), FailsWith(ErrorKind::invalid, "user.login_spaces"));
  user.login = std::string(300, 'x');
  EXPECT_THAT(c.directory.put_user(c.operating, user), FailsWith(ErrorKind::invalid, "value.too_long"));
  EXPECT_FALSE(must(c.directory.user_by_login(std::string(5'000, 'x'))).has_value());
}

TEST_F(DirectoryTest, SchoolsAndGroupsAreFoundByTheirKeysAndListedInPages) {
  std::vector<SchoolId> made;
  for (int i = 0; i < 5; ++i) made.push_back(c.school("s" + std::to_string(i)).id);
  EXPECT_EQ(must(c.directory.school_by_key("s3"))->id, made[3]);
  std::vector<SchoolId> listed;
  PageRequest request{.after = {}, .limit = 2};
  do {
    const auto page = must(c.directory.schools(request));
    for (const auto& school : page.items) listed.push_back(school.id);
    request.after = page.next;
  } while (!request.after.empty());
  EXPECT_EQ(listed, made);
  School again;
  again.key = "s3";
  EXPECT_THAT(c.directory.put_school(c.operating, again), FailsWith(ErrorKind::conflict, "school.key_taken"));
  const Group group = c.group("g");
  EXPECT_EQ(group.id, must(c.directory.group_by_key("g"))->id);
  EXPECT_THAT(c.directory.group(GroupId::make(c.clock.now())),
              FailsWith(ErrorKind::not_found, "group.absent"));
}

TEST_F(DirectoryTest, ASessionIsFoundByItsSecretUntilItEnds) {
  const User li = c.user("li");
  const auto session = session_of(li, "secret");
  must(c.directory.put_session(c.operating, session));
  EXPECT_EQ(must(c.directory.session_by_secret(sha256("secret")))->id, session.id);
  EXPECT_FALSE(must(c.directory.session_by_secret(sha256("other"))).has_value());
  must(c.directory.erase_session(c.operating, session.id));
  EXPECT_FALSE(must(c.directory.session_by_secret(sha256("secret"))).has_value());
  EXPECT_THAT(must(c.directory.sessions_of(li.id)), IsEmpty());
}

TEST_F(DirectoryTest, TouchingAnEndedSessionDoesNotBringItBack) {
  const auto session = session_of(c.user("li"), "secret");
  must(c.directory.put_session(c.operating, session));
  must(c.directory.erase_session(c.operating, session.id));
  must(c.directory.touch_session(session, c.clock.now() + seconds{1}));
  EXPECT_FALSE(must(c.directory.session_by_secret(sha256("secret"))).has_value());
}

TEST_F(DirectoryTest, TheOldestSessionMakesRoomForANewOne) {
  const User li = c.user("li");
  for (std::size_t i = 0; i <= Directory::kSessionsPerUser; ++i)
    must(c.directory.put_session(c.operating, session_of(li, std::to_string(i))));
  EXPECT_EQ(must(c.directory.sessions_of(li.id)).size(), Directory::kSessionsPerUser);
  EXPECT_FALSE(must(c.directory.session_by_secret(sha256("0"))).has_value());
  EXPECT_TRUE(must(c.directory.session_by_secret(sha256("1"))).has_value());
}

TEST_F(DirectoryTest, ANewPasswordEndsEverySessionOfThatUserOnly) {
  const User li = c.user("li"), wang = c.user("wang");
  must(c.directory.put_session(c.operating, session_of(li, "a")));
  must(c.directory.put_session(c.operating, session_of(li, "b")));
  must(c.directory.put_session(c.operating, session_of(wang, "c")));
  const User changed = must(c.directory.replace_password(c.operating, li.id, "hash", MustChange::yes));
  EXPECT_EQ(changed.password_hash, "hash");
  EXPECT_TRUE(changed.must_change_password);
  EXPECT_THAT(must(c.directory.sessions_of(li.id)), IsEmpty());
  EXPECT_FALSE(must(c.directory.session_by_secret(sha256("a"))).has_value());
  EXPECT_TRUE(must(c.directory.session_by_secret(sha256("c"))).has_value());
}

TEST_F(DirectoryTest, ATokenIsRevokedByItsOwnerOnly) {
  const User li = c.user("li"), wang = c.user("wang");
  const auto token = token_of(li, "kc_1");
  must(c.directory.put_token(c.operating, token));
  EXPECT_THAT(c.directory.erase_token(c.operating, wang.id, token.id),
              FailsWith(ErrorKind::not_found, "token.absent"));
  EXPECT_EQ(must(c.directory.tokens_of(li.id)).size(), 1U);
  must(c.directory.erase_token(c.operating, li.id, token.id));
  EXPECT_FALSE(must(c.directory.token_by_secret(sha256("kc_1"))).has_value());
  EXPECT_THAT(must(c.directory.tokens_of(li.id)), IsEmpty());
}

TEST_F(DirectoryTest, NobodyHoldsMoreTokensThanTheLimit) {
  const User li = c.user("li");
  for (std::size_t i = 0; i < Directory::kTokensPerUser; ++i)
    must(c.directory.put_token(c.operating, token_of(li, std::to_string(i))));
  EXPECT_THAT(c.directory.put_token(c.operating, token_of(li, "x")),
              FailsWith(ErrorKind::conflict, "token.too_many"));
}

TEST_F(DirectoryTest, FailuresAreCountedAndForgottenAfterAQuietTime) {
  const Time now = c.clock.now();
  EXPECT_EQ(must(c.directory.record_failure("login:li", now, seconds{60})).count, 1U);
  EXPECT_EQ(must(c.directory.record_failure("login:li", now + seconds{60}, seconds{60})).count, 2U);
  EXPECT_EQ(must(c.directory.failures("login:wang")).count, 0U);
  EXPECT_EQ(must(c.directory.record_failure("login:li", now + seconds{121}, seconds{60})).count, 1U);
  must(c.directory.clear_failures("login:li"));
  EXPECT_EQ(must(c.directory.failures("login:li")).count, 0U);
}

TEST_F(DirectoryTest, SweepingErasesWhatEndedAndNothingElse) {
  const User li = c.user("li");
  must(c.directory.put_session(c.operating, session_of(li, "old")));
  must(c.directory.put_token(c.operating, token_of(li, "kc_old")));
  must(c.directory.record_failure("login:li", c.clock.now(), seconds{60}));
  c.clock.advance(std::chrono::hours{24});
  must(c.directory.put_session(c.operating, session_of(li, "new")));
  must(c.directory.record_failure("login:wang", c.clock.now(), seconds{60}));
  must(c.directory.sweep(c.clock.now()));
  EXPECT_FALSE(must(c.directory.session_by_secret(sha256("old"))).has_value());
  EXPECT_TRUE(must(c.directory.session_by_secret(sha256("new"))).has_value());
  EXPECT_FALSE(must(c.directory.token_by_secret(sha256("kc_old"))).has_value());
  EXPECT_EQ(must(c.directory.failures("login:li")).count, 0U);
  EXPECT_EQ(must(c.directory.failures("login:wang")).count, 1U);
  EXPECT_EQ(must(c.directory.sweep(c.clock.now())), 0U);
}

}  // namespace
}  // namespace kecang
