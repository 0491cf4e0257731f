#include "storage/config.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

struct Folder {
  test::TempDir dir;
  Result<LoadedConfig> load(std::string_view toml, std::map<std::string, std::string> environment = {},
                            std::map<std::string, std::string> command_line = {}) const {
    return load_config({.file = dir.write("kecang.toml", toml),
                        .environment = std::move(environment),
                        .command_line = std::move(command_line)});
  }
};

std::string origin(const LoadedConfig& loaded, std::string_view key) {
  const auto found = std::find_if(loaded.settings.begin(), loaded.settings.end(),
                                  [&](const Setting& setting) { return setting.key == key; });
  return found == loaded.settings.end() ? "absent" : found->origin;
}

TEST(Config, WithoutAnySourceEveryValueIsItsDefault) {
  const auto loaded = load_config({});
  ASSERT_TRUE(loaded) << loaded.error().describe();
  EXPECT_EQ(loaded->config.server.port, 8080);
  for (const auto& setting : loaded->settings) EXPECT_EQ(setting.origin, "default") << setting.key;
}

TEST(Config, TheCommandLineBeatsTheEnvironmentAndThatBeatsTheFile) {
  const Folder folder;
  const auto loaded = folder.load("[server]\nport = 1\nthreads = 2\nconnections = 3\n",
                                  {{"KECANG_SERVER_THREADS", "4"}, {"KECANG_SERVER_CONNECTIONS", "5"}},
                                  {{"server.connections", "6"}});
  ASSERT_TRUE(loaded) << loaded.error().describe();
  EXPECT_EQ(loaded->config.server.port, 1);
  EXPECT_EQ(loaded->config.server.threads, 4U);
  EXPECT_EQ(loaded->config.server.connections, 6U);
  EXPECT_THAT(origin(*loaded, "server.port"), EndsWith("kecang.toml:2"));
  EXPECT_EQ(origin(*loaded, "server.threads"), "KECANG_SERVER_THREADS");
  EXPECT_EQ(origin(*loaded, "server.connections"), "command line");
}

TEST(Config, ARelativePathInTheFileCountsFromTheFilesFolder) {
  const Folder folder;
  const auto loaded = folder.load("[storage]\ndata = \"library\"\n");
  ASSERT_TRUE(loaded) << loaded.error().describe();
  EXPECT_EQ(loaded->config.storage.data, folder.dir / "library");
}

TEST(Config, ListsComeAsArraysInTheFileAndWithCommasInTheEnvironment) {
  const Folder folder;
  const auto file = folder.load("[server]\ntrusted_proxies = [\"10.0.0.1\", \"10.0.0.2\"]\n");
  ASSERT_TRUE(file) << file.error().describe();
  EXPECT_THAT(file->config.server.trusted_proxies, testing::ElementsAre("10.0.0.1", "10.0.0.2"));
  const auto environment = folder.load("", {{"KECANG_SERVER_TRUSTED_PROXIES", "10.0.0.3,10.0.0.4"}});
  ASSERT_TRUE(environment) << environment.error().describe();
  EXPECT_THAT(environment->config.server.trusted_proxies, testing::ElementsAre("10.0.0.3", "10.0.0.4"));
}

struct Wrong {
  const char* toml;
  const char* code;
  const char* line;
};
void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << wrong.toml;
}
class WrongFile : public testing::TestWithParam<Wrong> {};

TEST_P(WrongFile, IsRefusedWithTheLine) {
  const Folder folder;
  const auto loaded = folder.load(GetParam().toml);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code(), GetParam().code);
  EXPECT_EQ(loaded.error().params().at("line"), GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(Config, WrongFile,
                         testing::Values(Wrong{"[server]\nport = 1\nprot = 2\n", "config.unknown_key", "3"},
                                         Wrong{"\n[sever]\n", "config.unknown_key", "2"},
                                         Wrong{"port = 2\n", "config.unknown_key", "1"},
                                         Wrong{"[server]\nport = \"80\"\n", "config.wrong_type", "2"},
                                         Wrong{"[server]\nport = 70000\n", "config.out_of_range", "2"},
                                         Wrong{"[server]\nthreads = 0\n", "config.out_of_range", "2"},
                                         Wrong{"[server]\nsecure_cookies = 1\n", "config.wrong_type", "2"},
                                         Wrong{"[log]\nlevel = \"loud\"\n", "config.unknown_value", "2"},
                                         Wrong{"[server\nport = 1\n", "config.syntax", "1"}));

TEST(Config, ASlipInAVariablesNameIsRefusedAndAStrangersVariableIsNot) {
  const Folder folder;
  const auto slip = folder.load("", {{"KECANG_SERVER_PROT", "1"}});
  ASSERT_FALSE(slip);
  EXPECT_EQ(slip.error().code(), "config.unknown_key");
  EXPECT_TRUE(folder.load("", {{"KECANG_DEMO", "1"}, {"PATH", "/bin"}}));
}

TEST(Config, AVariableThatIsNoNumberIsRefused) {
  const Folder folder;
  for (const char* text : {"", "80x", "0x50", " 80", "99999999999999999999"}) {
    const auto loaded = folder.load("", {{"KECANG_SERVER_PORT", text}});
    ASSERT_FALSE(loaded) << text;
    EXPECT_EQ(loaded.error().code(), "config.wrong_type") << text;
  }
}

TEST(Config, AnAbsentFileIsRefused) {
  const test::TempDir dir;
  const auto loaded = load_config({.file = dir / "absent.toml", .environment = {}, .command_line = {}});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code(), "config.unreadable");
}

TEST(Config, ThePageForPeopleListsEveryKeyWithItsDefaultAndMeaning) {
  const std::string page = test::read_file(KECANG_CONFIG_PAGE);
  for (const auto& setting : default_settings())
    EXPECT_THAT(page,
                HasSubstr("| `" + setting.key + "` | `" + setting.value + "` | " + setting.meaning + " |"));
}

TEST(Config, AnyNumberOfRecordingRoomsHaveDropFolders) {
  const Folder folder;
  const auto loaded = folder.load(
      "[drop]\nsettle_seconds = 5\n"
      "[[drop.folder]]\npath = \"rooms/301\"\nroom = \"301\"\nschool = \"s\"\n"
      "[[drop.folder]]\npath = \"/srv/302\"\nroom = \"302\"\nschool = \"s\"\ngroups = [\"a\", \"b\"]\n"
      "schedule = \"课表.csv\"\nwhen_done = \"move\"\n");
  ASSERT_TRUE(loaded) << loaded.error().describe();
  const auto& drop = loaded->config.drop;
  EXPECT_EQ(drop.settle_seconds, 5U);
  ASSERT_EQ(drop.folders.size(), 2U);
  EXPECT_EQ(drop.folders[0].path, folder.dir / "rooms/301");
  EXPECT_EQ(drop.folders[0].when_done, "leave");
  EXPECT_TRUE(drop.folders[0].schedule.empty());
  EXPECT_EQ(drop.folders[1].groups, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(drop.folders[1].schedule, folder.dir / "课表.csv");
  EXPECT_EQ(drop.folders[1].when_done, "move");
  EXPECT_THAT(origin(*loaded, "drop.folder[2].when_done"), EndsWith("kecang.toml:13"));
}

TEST(Config, ADropFolderThatSaysTooLittleOrTheWrongThingIsRefusedWithItsLine) {
  const std::string whole = "[[drop.folder]]\npath = \"p\"\nroom = \"r\"\nschool = \"s\"\n";
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"[[drop.folder]]\npath = \"p\"\nroom = \"r\"\n", "config.missing"},
      {whole + "rooom = \"x\"\n", "config.unknown_key"},
      {whole + "when_done = \"burn\"\n", "config.unknown_value"},
      {whole + "groups = \"a\"\n", "config.wrong_type"},
      {"[drop]\nfolder = 3\n", "config.wrong_type"},
      {"[drop]\nfolders = 3\n", "config.unknown_key"},
  };
  for (const auto& [toml, code] : wrong) {
    const Folder folder;
    const auto loaded = folder.load(toml);
    ASSERT_FALSE(loaded) << toml;
    EXPECT_EQ(loaded.error().code(), code) << toml;
    EXPECT_TRUE(loaded.error().params().contains("line")) << toml;
  }
}

}  // namespace
}  // namespace kecang
