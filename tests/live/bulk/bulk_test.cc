// A school's real archive, 1,987 members with GBK names, through the real server and indexer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "schemas/base/digest.h"
#include "tests/support/live_server.h"

namespace kecang::testing {
namespace {

using nlohmann::json;

struct Known {
  std::string path;
  std::string phrase;  ///< stands inside this file
  int page;            ///< 0: has no pages
};

std::vector<Known> known_phrases() {
  std::ifstream file(KECANG_BULK_PHRASES);
  std::vector<Known> known;
  for (const auto& one : json::parse(file)) known.push_back({one["path"], one["phrase"], one["page"]});
  return known;
}

std::string from_gb18030(const std::string& bytes) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(bytes.size() * 4, '\0');
  const auto length = ucnv_convert("UTF-8", "gb18030", out.data(), static_cast<int>(out.size()), bytes.data(),
                                   static_cast<int>(bytes.size()), &status);
  out.resize(U_SUCCESS(status) ? static_cast<std::size_t>(length) : 0);
  return out;
}

/// The members' names as the central directory has them (APPNOTE 4.3.12), decoded.
std::set<std::string> names_in(const std::string& zip) {
  const auto number = [&](std::size_t at, int bytes) {
    std::size_t value = 0;
    for (int i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(zip[at + i]);
    return value;
  };
  std::set<std::string> names;
  const auto end = zip.rfind("PK\x05\x06");
  auto at = number(end + 16, 4);
  for (auto left = number(end + 10, 2); left > 0; --left) {
    const auto name = zip.substr(at + 46, number(at + 28, 2));
    names.insert(number(at + 8, 2) & 0x800 ? name : from_gb18030(name));
    at += 46 + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2);
  }
  return names;
}

std::string percent(const std::string& text) {
  std::string out;
  char digits[4];
  for (const unsigned char c : text) {
    std::snprintf(digits, sizeof digits, "%%%02X", c);
    out += digits;
  }
  return out;
}

std::string base64(const std::string& text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= text.size() ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

class Bulk : public ::testing::Test {
 protected:
  static std::string archive() {
    const auto* folder = std::getenv("KECANG_SHARED");
    std::ifstream file(std::string(folder ? folder : "") + "/bulk/school_upload_a.zip", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// Two schools, each in a group of its own, and a teacher in each.
  void SetUp() override {
    const std::pair<const char*, const char*> rosters[] = {
        {"schools", "key,name\na,甲校\nb,乙校\n"},
        {"groups", "key,name,kind\nga,甲集团,joined_group\ngb,乙集团,joined_group\n"},
        {"users",
         "key,login,name,password\n1,jia,甲老师,long-enough-1\n2,yi,乙老师,long-enough-2\n3,bing,丙老师,long-"
         "enough-3\n"},
        {"memberships",
         "kind,member,container,role,from,until\nschool_in_group,a,ga,core,2020-01-01,\n"
         "school_in_group,b,gb,core,2020-01-01,\nuser_in_school,jia,a,teacher,2020-01-01,\n"
         "user_in_school,yi,b,teacher,2020-01-01,\nuser_in_group,bing,ga,teacher,2020-01-01,\n"}};
    auto admin = server_.admin();
    const auto changed = admin.put_json("/api/v1/session/password",
                                        {{"current", server_.admin_password()}, {"new", "a-good-long-one"}});
    ASSERT_EQ(changed.status, 204) << changed;
    admin = server_.sign_in("admin", "a-good-long-one");
    for (const auto& [kind, text] : rosters) {
      const auto answer =
          admin.post(std::string("/api/v1/admin/roster/") + kind, text, {{"Content-Type", "text/csv"}});
      ASSERT_EQ(answer.status, 200) << answer;
      ASSERT_TRUE(answer.json()["problems"].empty()) << answer;
    }
  }

  std::string upload(HttpClient& teacher, const std::string& bytes) {
    const auto me = teacher.get("/api/v1/session").json();
    const std::string school = me["schools"][0]["school"]["id"];
    const std::string group = me["groups"][0]["id"];
    const auto made = teacher.post("/api/v1/uploads", "",
                                   {{"Tus-Resumable", "1.0.0"},
                                    {"Upload-Length", std::to_string(bytes.size())},
                                    {"Upload-Metadata", "filename " + base64("学校资料.zip") + ",school " +
                                                            base64(school) + ",groups " + base64(group)}});
    EXPECT_EQ(made.status, 201) << made;
    auto location = made.header("location");
    location = location.substr(location.find("/api/"));
    constexpr std::size_t kChunk = 8 << 20;
    std::string import;
    for (std::size_t at = 0; at < bytes.size(); at += kChunk) {
      const auto sent = teacher.patch(location, bytes.substr(at, kChunk),
                                      {{"Tus-Resumable", "1.0.0"},
                                       {"Upload-Offset", std::to_string(at)},
                                       {"Content-Type", "application/offset+octet-stream"}});
      EXPECT_EQ(sent.status, 204) << sent;
      import = sent.header("kecang-import");
    }
    return import;
  }

  void expect_done(HttpClient& teacher, const std::string& import) {
    json status;
    ASSERT_TRUE(LiveServer::wait_until(
        [&] {
          status = teacher.get("/api/v1/imports/" + import).json();
          return status["import"]["state"] == "done" || status["import"]["state"] == "failed";
        },
        std::chrono::seconds{300}))
        << status << server_.log_text();
    EXPECT_EQ(status["import"]["state"], "done") << status;
    EXPECT_EQ(status["counts"]["total"], 1987);
    EXPECT_EQ(status["counts"]["waiting"], 0);
  }

  std::set<std::string> entry_names(HttpClient& teacher, const std::string& import) {
    std::set<std::string> names;
    std::string after;
    do {
      const auto page =
          teacher.get("/api/v1/imports/" + import + "/entries?limit=200&after=" + percent(after)).json();
      for (const auto& entry : page["items"]) names.insert(entry["path"].get<std::string>());
      after = page.value("next", "");
    } while (!after.empty());
    return names;
  }

  void expect_findable_for_members_only(HttpClient& teacher, HttpClient& outsider) {
    for (const auto& known : known_phrases()) {
      const auto question = "/api/v1/search?q=" + percent(known.phrase);
      const auto found = teacher.get(question).json();
      json hit;
      for (const auto& candidate : found["hits"])
        if (candidate["resource"]["revision"]["path"] == known.path) hit = candidate;
      ASSERT_TRUE(hit.is_object()) << known.phrase << " does not find " << known.path;
      if (known.page > 0) {
        EXPECT_EQ(hit["snippet"]["locator"]["number"], known.page) << known.phrase;
      }

      const std::string link = "/api/v1/resources/" + hit["resource"]["id"].get<std::string>();
      const auto file = teacher.get(link + "/file");
      EXPECT_EQ(file.status, 200);
      EXPECT_EQ(sha256(file.body).hex(), hit["resource"]["revision"]["blob"]) << known.path;

      const auto nothing = outsider.get(question).json();
      EXPECT_EQ(nothing["total"], 0) << known.phrase;
      for (const auto* part : {"", "/file", "/segments"})
        EXPECT_EQ(outsider.get(link + part).status, 404) << part;
    }
  }

  LiveServer server_{WithIndexer::yes};
};

TEST_F(Bulk, ARealArchiveIsFoundByItsGroupAndByNobodyElse) {
  const auto bytes = archive();
  ASSERT_FALSE(bytes.empty());
  auto teacher = server_.sign_in("jia", "long-enough-1");
  auto outsider = server_.sign_in("yi", "long-enough-2");
  const auto import = upload(teacher, bytes);
  expect_done(teacher, import);
  EXPECT_EQ(entry_names(teacher, import), names_in(bytes));
  expect_findable_for_members_only(teacher, outsider);
  auto colleague = server_.sign_in("bing", "long-enough-3");
  expect_findable_for_members_only(colleague, outsider);
  EXPECT_EQ(outsider.get("/api/v1/imports/" + import).status, 404);
}

TEST_F(Bulk, TheSameByTheCommandLine) {
  const auto* folder = std::getenv("KECANG_SHARED");
  ChildProcess import(
      {KECANG_INDEXER_PROGRAM, "import", std::string(folder ? folder : "") + "/bulk/school_upload_a.zip",
       "--school", "a", "--group", "ga", "--data", server_.data().string()},
      {}, server_.log());
  import.read_output();
  EXPECT_EQ(import.wait(), 0) << server_.log_text();
  auto teacher = server_.sign_in("jia", "long-enough-1");
  auto outsider = server_.sign_in("yi", "long-enough-2");
  expect_findable_for_members_only(teacher, outsider);
}

}  // namespace
}  // namespace kecang::testing
