#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

constexpr const char* kSession = "/api/v1/session";

class LiveSession : public ::testing::Test {
 protected:
  LiveServer server_;
  SmallDistrict district_{server_};
};

TEST_F(LiveSession, SigningInSaysWhoIsThereAndWhereTheyBelong) {
  auto wang = district_.page("wang");
  const auto session = wang.get(kSession).json();
  EXPECT_EQ(session["user"]["name"], "王晓岚");
  ASSERT_EQ(session["schools"].size(), 1U);
  EXPECT_EQ(session["schools"][0]["school"]["name"], "江北实验中学");
  EXPECT_EQ(session["schools"][0]["role"], "teacher");
  EXPECT_EQ(session["schools"][0]["may_upload"], true);
  ASSERT_EQ(session["groups"].size(), 1U);
  EXPECT_EQ(session["groups"][0]["kind"], "alliance");
  EXPECT_FALSE(session["user"].contains("password_hash"));
}

TEST_F(LiveSession, TheCookieIsForTheServerOnlyAndSigningOutEndsIt) {
  auto page = server_.client();
  page.keep_cookies();
  const auto signed_in =
      page.post_json(kSession, {{"login", "wang"}, {"password", SmallDistrict::kPassword}});
  const auto cookie = signed_in.header("set-cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("SameSite=Lax"), std::string::npos);
  const auto stolen = "kecang_session=" + page.cookie("kecang_session");
  EXPECT_EQ(page.del(kSession, {{"X-CSRF-Token", signed_in.json()["csrf_token"]}}).status, 204);
  EXPECT_EQ(page.cookie("kecang_session"), "");
  const auto after = server_.client().get(kSession, {{"Cookie", stolen}});
  EXPECT_EQ(after.status, 401);
}

TEST_F(LiveSession, AWrongPasswordAndAnUnknownLoginAreAnsweredAlike) {
  auto client = server_.client();
  auto wrong = client.post_json(kSession, {{"login", "wang"}, {"password", "not this one"}});
  auto unknown = client.post_json(kSession, {{"login", "nobody"}, {"password", "not this one"}});
  EXPECT_EQ(wrong.status, 401);
  auto first = wrong.json();
  auto second = unknown.json();
  first.erase("request_id");
  second.erase("request_id");
  EXPECT_EQ(first, second);
}

TEST_F(LiveSession, TooManyWrongPasswordsHaveToWaitAndAreToldHowLong) {
  auto client = server_.client();
  HttpAnswer answer;
  for (int attempt = 0; attempt < 20 && answer.status != 429; ++attempt)
    answer = client.post_json(kSession, {{"login", "li"}, {"password", "guess " + std::to_string(attempt)}});
  ASSERT_EQ(answer.status, 429);
  EXPECT_EQ(answer.code(), "login.throttled");
  EXPECT_GE(std::stoi(answer.header("retry-after")), 1);
  const auto right = client.post_json(kSession, {{"login", "li"}, {"password", SmallDistrict::kPassword}});
  EXPECT_EQ(right.status, 429) << "guessing right does not skip the wait";
  EXPECT_EQ(district_.page("wang").get(kSession).status, 200) << "and others are not touched";
}

TEST_F(LiveSession, AOneTimePasswordServesOnlyToChooseAnother) {
  auto admin = server_.admin();
  const auto given = SmallDistrict::roster(admin, "users", "key,login,name\nt9,sun,孙老师\n");
  ASSERT_EQ(given["passwords"].size(), 1U);
  const std::string once = given["passwords"][0]["password"];
  auto page = server_.sign_in("sun", once);
  EXPECT_EQ(page.get(kSession).json()["user"]["must_change_password"], true);
  const auto search = page.get("/api/v1/search");
  EXPECT_EQ(search.status, 403);
  EXPECT_EQ(search.code(), "password.change_required");
  EXPECT_EQ(page.put_json("/api/v1/session/password", {{"current", once}, {"new", "short"}}).code(),
            "password.too_short");
  const auto changed =
      page.put_json("/api/v1/session/password", {{"current", once}, {"new", "a-password-of-my-own"}});
  ASSERT_EQ(changed.status, 204) << changed;
  EXPECT_EQ(page.get("/api/v1/search").status, 200);
  EXPECT_EQ(server_.client().post_json(kSession, {{"login", "sun"}, {"password", once}}).status, 401);
}

TEST_F(LiveSession, WritesOfAPageNeedItsTokenAndItsOwnOrigin) {
  auto page = district_.page("wang");
  const nlohmann::json wish{{"name", "script"}};
  EXPECT_EQ(page.post_json("/api/v1/tokens", wish).status, 201);
  const auto foreign = page.post_json("/api/v1/tokens", wish, {{"Origin", "https://evil.example"}});
  EXPECT_EQ(foreign.status, 403);
  EXPECT_EQ(foreign.code(), "session.other_origin");
  EXPECT_EQ(page.post_json("/api/v1/tokens", wish, {{"Origin", "http://127.0.0.1"}}).status, 201);
  page.without_header("X-CSRF-Token");
  const auto forged = page.post_json("/api/v1/tokens", wish);
  EXPECT_EQ(forged.status, 403);
  EXPECT_EQ(forged.code(), "session.csrf");
  EXPECT_EQ(page.get("/api/v1/tokens").status, 200) << "reading needs none";
}

TEST_F(LiveSession, ATokenWorksWithoutACookieUntilItIsRevoked) {
  auto page = district_.page("wang");
  const auto made = page.post_json("/api/v1/tokens", {{"name", "备课脚本"}, {"days", 7}}).json();
  const std::string secret = made["secret"];
  auto script = server_.client();
  script.with_header("Authorization", "Bearer " + secret);
  EXPECT_EQ(script.get(kSession).json()["user"]["login"], "wang");
  const auto listed = page.get("/api/v1/tokens");
  EXPECT_EQ(listed.body.find(secret), std::string::npos) << "the secret is shown once";
  const std::string id = made["token"]["id"];
  EXPECT_EQ(page.del("/api/v1/tokens/" + id).status, 204);
  EXPECT_EQ(script.get(kSession).status, 401);
  EXPECT_EQ(page.del("/api/v1/tokens/" + id).status, 404);
}

TEST_F(LiveSession, SessionsSurviveARestartAndADisabledUserIsOutAtOnce) {
  auto wang = district_.page("wang");
  server_.restart();
  HttpClient after(server_.port());
  after.with_header("Cookie", "kecang_session=" + wang.cookie("kecang_session"));
  ASSERT_EQ(after.get(kSession).status, 200);
  const auto user = after.get(kSession).json()["user"];
  auto admin = server_.admin();
  const std::string path = "/api/v1/admin/users/" + user["id"].get<std::string>();
  EXPECT_EQ(admin.patch_json(path, {{"version", user["version"]}, {"disabled", true}}).status, 200);
  EXPECT_EQ(after.get(kSession).status, 401);
}

}  // namespace
}  // namespace kecang::testing
