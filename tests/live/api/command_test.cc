/// kecang-server's other commands.
#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using ::testing::HasSubstr;

struct Finished {
  int code = -1;
  std::string output;
  std::string complaints;
};

class Commands : public ::testing::Test {
 protected:
  Finished command(std::vector<std::string> words, std::map<std::string, std::string> environment = {}) {
    environment.try_emplace("KECANG_STORAGE_FREE_SPACE_FLOOR", "1048576");
    words.insert(words.begin(), KECANG_SERVER_PROGRAM);
    const auto log = folder_ / "complaints";
    std::filesystem::remove(log);
    ChildProcess process(words, environment, log);
    Finished finished;
    finished.output = process.read_output();
    finished.code = process.wait().value_or(-1);
    finished.complaints = std::filesystem::exists(log) ? test::read_file(log) : "";
    return finished;
  }
  std::string data() const { return (folder_ / "data").string(); }

  test::TempDir folder_;
};

TEST_F(Commands, EachExplainsItselfWithAnExample) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"run"},
                                                {"init"},
                                                {"admin"},
                                                {"admin", "roster"},
                                                {"admin", "reset-password"},
                                                {"admin", "create-admin"},
                                                {"admin", "verify-audit"},
                                                {"config"},
                                                {"config", "show"},
                                                {"config", "check"}}) {
    auto asked = words;
    asked.emplace_back("--help");
    const auto help = command(asked);
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.output, HasSubstr("Example:"));
    EXPECT_THAT(help.output, HasSubstr("kecang-server "));
  }
}

TEST_F(Commands, WrongWordsAreExitTwoAndAWrongConfigurationIsThree) {
  EXPECT_EQ(command({"dance"}).code, 2);
  EXPECT_EQ(command({}).code, 2);
  EXPECT_EQ(command({"config", "check", "--config", (folder_ / "absent.toml").string()}).code, 3);
  const auto file = folder_.write("k.toml", "[server]\nport = \"many\"\n");
  const auto wrong = command({"config", "check", "--config", file.string()});
  EXPECT_EQ(wrong.code, 3);
  EXPECT_THAT(wrong.complaints, HasSubstr("server.port"));
  EXPECT_EQ(command({"config", "check"}).code, 0);
}

TEST_F(Commands, ShowTellsWhereASettingComesFrom) {
  const auto file = folder_.write("k.toml", "[server]\nport = 9000\n");
  const auto shown = command({"config", "show", "--origin", "--config", file.string(), "--data", data()},
                             {{"KECANG_UPLOAD_EXPIRE_HOURS", "3"}});
  EXPECT_THAT(shown.output, HasSubstr("server.port = 9000  # "));
  EXPECT_THAT(shown.output, HasSubstr("k.toml:2"));
  EXPECT_THAT(shown.output, HasSubstr("upload.expire_hours = 3  # KECANG_UPLOAD_EXPIRE_HOURS"));
  EXPECT_THAT(shown.output, HasSubstr("# command line"));
}

TEST_F(Commands, InitMakesTheFolderOnceAndPrintsAOneTimePassword) {
  const auto first = command({"init", "--data", data()});
  EXPECT_EQ(first.code, 0) << first.complaints;
  EXPECT_THAT(first.output, HasSubstr("one-time password"));
  const auto second = command({"init", "--data", data()});
  EXPECT_EQ(second.code, 4);
  EXPECT_THAT(second.complaints, HasSubstr("data.initialised"));
}

TEST_F(Commands, RunAndAdminNeedAFolderThatInitMade) {
  EXPECT_EQ(command({"run", "--data", data()}).code, 4);
  const auto reset = command({"admin", "reset-password", "admin", "--data", data()});
  EXPECT_EQ(reset.code, 4);
  EXPECT_THAT(reset.complaints, HasSubstr("kecang-server init"));
}

TEST_F(Commands, VerifyAuditFollowsTheTrailOfAStoppedServer) {
  LiveServer server;
  EXPECT_EQ(server.terminate(), 0);
  const auto verified = command({"admin", "verify-audit", "--data", server.data().string()});
  EXPECT_EQ(verified.code, 0) << verified.complaints;
  EXPECT_THAT(verified.output, HasSubstr("操作记录完整 the audit trail is whole: "));
}

TEST_F(Commands, ARosterGoesInWithoutAServerAndItsPeopleCanSignIn) {
  LiveServer server;
  EXPECT_EQ(server.terminate(), 0);
  const auto at = server.data().string();
  const auto schools = folder_.write("schools.csv", "key,name\ns1,一中\n,没有编号\n");
  const auto dry = command({"admin", "roster", "schools", schools.string(), "--dry-run", "--data", at});
  EXPECT_EQ(dry.code, 1);
  EXPECT_THAT(dry.output, HasSubstr("created 1"));
  EXPECT_THAT(dry.output, HasSubstr("第 3 行"));
  const auto users = folder_.write("users.csv", "登录名,姓名\nwang,王老师\n");
  const auto made = command({"admin", "roster", "users", users.string(), "--data", at});
  EXPECT_EQ(made.code, 0) << made.complaints;
  EXPECT_THAT(made.output, HasSubstr("wang  一次性密码"));
  const auto reset = command({"admin", "reset-password", "wang", "--data", at});
  EXPECT_EQ(reset.code, 0);
  auto password = reset.output.substr(reset.output.rfind(' ') + 1);
  password.pop_back();
  EXPECT_EQ(command({"admin", "create-admin", "second", "--data", at}).code, 0);
  server.start();
  auto page = server.sign_in("wang", password);
  EXPECT_EQ(page.get("/api/v1/session").json()["user"]["must_change_password"], true);
}

}  // namespace
}  // namespace kecang::testing
