#include "server/access/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/access/people.h"

namespace kecang::access {
namespace {

using test::FailsWith;
using test::must;
using testing::SizeIs;

class SessionsTest : public testing::Test {
 protected:
  const std::string password = "right password";
  test::People p;
  const User li = p.with_password("li", password);
};

TEST_F(SessionsTest, SigningInGivesASecretThatIsKeptNowhere) {
  const auto signed_in = p.sign_in(" LI ", password);
  EXPECT_EQ(signed_in.secret.size(), 43U);
  EXPECT_EQ(signed_in.session.secret_hash, sha256(signed_in.secret));
  EXPECT_NE(signed_in.session.csrf_token, signed_in.secret);
  bool found = false;
  for (const auto& row : must(p.store().snapshot()->scan({})))
    found = found || row.key.find(signed_in.secret) != std::string::npos ||
            row.value.find(signed_in.secret) != std::string::npos;
  EXPECT_FALSE(found);
  EXPECT_EQ(p.caller(signed_in.secret).viewer.id(), li.id);
  EXPECT_NE(p.sign_in("li", password).secret, signed_in.secret);
}

TEST_F(SessionsTest, AllFailedSignInsSoundTheSame) {
  User disabled = p.with_password("gone", password);
  disabled.disabled = true;
  must(p.directory.put_user(p.operating, disabled));
  p.user("nopassword");
  for (const auto& [login, tried] : std::vector<std::pair<std::string, std::string>>{
           {"li", "wrong"}, {"nobody", password}, {"gone", password}, {"nopassword", ""}, {"", ""}})
    EXPECT_THAT(p.sessions.sign_in(login, tried, "10.0.0.1"),
                FailsWith(ErrorKind::unauthenticated, "login.wrong"))
        << login;
}

TEST_F(SessionsTest, EndAfterAQuietTimeButNotWhileInUse) {
  const auto secret = p.sign_in("li", password).secret;
  const SessionSettings settings;
  for (int i = 0; i < 5; ++i) {
    p.clock.advance(settings.idle - milliseconds{1});
    ASSERT_OK(p.sessions.authenticate(secret));
  }
  p.clock.advance(settings.idle);
  EXPECT_THAT(p.sessions.authenticate(secret), FailsWith(ErrorKind::unauthenticated, "session.ended"));
}

TEST_F(SessionsTest, EndForGoodAfterTwelveHours) {
  const auto secret = p.sign_in("li", password).secret;
  for (int minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    p.clock.advance(std::chrono::minutes{20});
    ASSERT_OK(p.sessions.authenticate(secret));
  }
  p.clock.advance(std::chrono::minutes{20});
  EXPECT_THAT(p.sessions.authenticate(secret), FailsWith(ErrorKind::unauthenticated, "session.ended"));
}

TEST_F(SessionsTest, AreNotWrittenAtEveryRequest) {
  const auto signed_in = p.sign_in("li", password);
  const auto seen = [&] {
    return must(p.directory.session_by_secret(signed_in.session.secret_hash))->last_seen_at;
  };
  const Time began = seen();
  p.clock.advance(seconds{59});
  p.caller(signed_in.secret);
  EXPECT_EQ(seen(), began);
  p.clock.advance(seconds{1});
  p.caller(signed_in.secret);
  EXPECT_EQ(seen(), p.clock.now());
}

TEST_F(SessionsTest, EndWhenSignedOut) {
  const auto first = p.sign_in("li", password), second = p.sign_in("li", password);
  must(p.sessions.sign_out(p.caller(first.secret), "10.0.0.1"));
  EXPECT_THAT(p.sessions.authenticate(first.secret), FailsWith(ErrorKind::unauthenticated, "session.ended"));
  EXPECT_OK(p.sessions.authenticate(second.secret));
}

TEST_F(SessionsTest, EndAtOnceForADisabledUser) {
  const auto secret = p.sign_in("li", password).secret;
  User disabled = li;
  disabled.disabled = true;
  must(p.directory.put_user(p.operating, disabled));
  EXPECT_THAT(p.sessions.authenticate(secret), FailsWith(ErrorKind::unauthenticated, "session.ended"));
}

TEST_F(SessionsTest, OfAnUnknownSecretAreRefused) {
  for (const std::string& secret :
       {std::string(), std::string("x"), std::string(43, 'A'), std::string(100'000, 'A')})
    EXPECT_THAT(p.sessions.authenticate(secret), FailsWith(ErrorKind::unauthenticated, "session.ended"));
}

TEST_F(SessionsTest, SeeAMembershipThatBeganAfterSigningIn) {
  const auto secret = p.sign_in("li", password).secret;
  const School school = p.school("s");
  EXPECT_FALSE(p.caller(secret).viewer.belongs_to(school.id));
  auto membership = p.join(li, school);
  EXPECT_TRUE(p.caller(secret).viewer.belongs_to(school.id));
  membership.until = p.clock.now();
  must(p.directory.put_membership(p.operating, membership));
  EXPECT_FALSE(p.caller(secret).viewer.belongs_to(school.id));
}

TEST_F(SessionsTest, CheckTheCsrfTokenOfPagesAndOfNobodyElse) {
  const auto signed_in = p.sign_in("li", password);
  const auto page = p.caller(signed_in.secret);
  EXPECT_OK(Sessions::check_csrf(page, signed_in.session.csrf_token));
  EXPECT_THAT(Sessions::check_csrf(page, ""), FailsWith(ErrorKind::forbidden, "session.csrf"));
  EXPECT_THAT(Sessions::check_csrf(page, p.sign_in("li", password).session.csrf_token),
              FailsWith(ErrorKind::forbidden, "session.csrf"));
  const auto token = must(p.sessions.create_token(page, "script", std::nullopt, ""));
  EXPECT_OK(Sessions::check_csrf(must(p.sessions.authenticate_token(token.secret)), ""));
}

TEST_F(SessionsTest, AOneTimePasswordServesOnlyForChoosingAnother) {
  const auto one_time = must(p.sessions.set_one_time_password(p.operating, li.id));
  EXPECT_THAT(p.sessions.sign_in("li", password, ""), FailsWith(ErrorKind::unauthenticated, "login.wrong"));
  const auto signed_in = p.sign_in("li", one_time);
  EXPECT_TRUE(signed_in.user.must_change_password);
  EXPECT_THAT(p.sessions.authenticate(signed_in.secret),
              FailsWith(ErrorKind::forbidden, "password.change_required"));
  const auto caller = p.caller(signed_in.secret, Purpose::account);
  EXPECT_THAT(p.sessions.create_token(caller, "script", std::nullopt, ""),
              FailsWith(ErrorKind::forbidden, "password.change_required"));
  const auto changed = must(p.sessions.change_password(caller, one_time, "my own password", ""));
  EXPECT_OK(p.sessions.authenticate(changed.secret));
  EXPECT_THAT(p.sessions.authenticate(signed_in.secret),
              FailsWith(ErrorKind::unauthenticated, "session.ended"));
}

TEST_F(SessionsTest, ANewPasswordEndsAllOtherSessions) {
  const auto here = p.sign_in("li", password), elsewhere = p.sign_in("li", password);
  const auto changed =
      must(p.sessions.change_password(p.caller(here.secret), password, "another password", ""));
  EXPECT_OK(p.sessions.authenticate(changed.secret));
  for (const auto& old : {here, elsewhere})
    EXPECT_THAT(p.sessions.authenticate(old.secret), FailsWith(ErrorKind::unauthenticated, "session.ended"));
  EXPECT_THAT(p.sessions.sign_in("li", password, ""), FailsWith(ErrorKind::unauthenticated, "login.wrong"));
  EXPECT_OK(p.sessions.sign_in("li", "another password", ""));
}

TEST_F(SessionsTest, ANewPasswordNeedsTheOldOneAndTheRules) {
  const auto caller = p.caller(p.sign_in("li", password).secret);
  EXPECT_THAT(p.sessions.change_password(caller, "wrong", "another password", ""),
              FailsWith(ErrorKind::invalid, "password.wrong"));
  EXPECT_THAT(p.sessions.change_password(caller, password, "short", ""),
              FailsWith(ErrorKind::invalid, "password.too_short"));
  EXPECT_THAT(p.sessions.change_password(caller, password, password, ""),
              FailsWith(ErrorKind::invalid, "password.unchanged"));
  EXPECT_OK(p.sessions.sign_in("li", password, ""));
}

TEST_F(SessionsTest, GuessingTheOldPasswordIsSlowedToo) {
  const auto caller = p.caller(p.sign_in("li", password).secret);
  for (int i = 0; i < 5; ++i)
    ASSERT_THAT(p.sessions.change_password(caller, "wrong", "another password", ""),
                FailsWith(ErrorKind::invalid, "password.wrong"));
  EXPECT_THAT(p.sessions.change_password(caller, password, "another password", ""),
              FailsWith(ErrorKind::busy, "login.throttled"));
}

TEST_F(SessionsTest, TokensWorkUntilRevokedOrExpired) {
  const auto caller = p.caller(p.sign_in("li", password).secret);
  const auto token = must(p.sessions.create_token(caller, "nightly", seconds{3600}, ""));
  EXPECT_TRUE(token.secret.starts_with("kc_"));
  const auto script = must(p.sessions.authenticate_token(token.secret));
  EXPECT_EQ(script.viewer.id(), li.id);
  EXPECT_FALSE(script.session.has_value());
  EXPECT_THAT(must(p.sessions.tokens(caller)), SizeIs(1));
  EXPECT_EQ(json_text(to_json(must(p.sessions.tokens(caller)).front())).find(sha256(token.secret).hex()),
            std::string::npos);
  p.clock.advance(seconds{3600});
  EXPECT_THAT(p.sessions.authenticate_token(token.secret),
              FailsWith(ErrorKind::unauthenticated, "token.invalid"));
  const auto later = p.caller(p.sign_in("li", password).secret);
  const auto second = must(p.sessions.create_token(later, "nightly", std::nullopt, ""));
  must(p.sessions.revoke_token(later, second.token.id, ""));
  EXPECT_THAT(p.sessions.authenticate_token(second.secret),
              FailsWith(ErrorKind::unauthenticated, "token.invalid"));
  EXPECT_THAT(p.sessions.authenticate_token("kc_nothing"),
              FailsWith(ErrorKind::unauthenticated, "token.invalid"));
}

TEST_F(SessionsTest, TokensAreMadeByPeopleAndNotByTokens) {
  const auto caller = p.caller(p.sign_in("li", password).secret);
  EXPECT_THAT(p.sessions.create_token(caller, "", std::nullopt, ""),
              FailsWith(ErrorKind::invalid, "token.name_empty"));
  EXPECT_THAT(p.sessions.create_token(caller, "x", seconds{0}, ""),
              FailsWith(ErrorKind::invalid, "token.life"));
  const auto token = must(p.sessions.create_token(caller, "x", std::nullopt, ""));
  EXPECT_THAT(
      p.sessions.create_token(must(p.sessions.authenticate_token(token.secret)), "y", std::nullopt, ""),
      FailsWith(ErrorKind::forbidden, "token.needs_session"));
}

TEST_F(SessionsTest, ATokenCannotChangeThePassword) {
  const auto token =
      must(p.sessions.create_token(p.caller(p.sign_in("li", password).secret), "x", std::nullopt, ""));
  EXPECT_THAT(p.sessions.change_password(must(p.sessions.authenticate_token(token.secret)), password,
                                         "another password", ""),
              FailsWith(ErrorKind::forbidden, "password.needs_session"));
}

TEST_F(SessionsTest, AnothersTokenCannotBeRevoked) {
  const auto token =
      must(p.sessions.create_token(p.caller(p.sign_in("li", password).secret), "x", std::nullopt, ""));
  p.with_password("wang", password);
  EXPECT_THAT(p.sessions.revoke_token(p.caller(p.sign_in("wang", password).secret), token.token.id, ""),
              FailsWith(ErrorKind::not_found, "token.absent"));
}

TEST_F(SessionsTest, WhoSignedInAndWhoWasRefusedIsOnRecord) {
  EXPECT_THAT(p.sessions.sign_in("li", "wrong", "10.0.0.7"),
              FailsWith(ErrorKind::unauthenticated, "login.wrong"));
  p.sign_in("li", password);
  const auto trail = must(p.directory.audit({})).items;
  EXPECT_EQ(trail[0].action, "session.created");
  EXPECT_EQ(trail[1].action, "session.refused");
  EXPECT_EQ(trail[1].remote, "10.0.0.7");
  for (const auto& record : trail) EXPECT_EQ(json_text(to_json(record)).find(password), std::string::npos);
  EXPECT_OK(p.directory.verify_audit());
}

}  // namespace
}  // namespace kecang::access
