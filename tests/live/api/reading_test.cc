/// From upload to findable, through the real indexer.
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "tests/support/small_district.h"
#include "tests/support/zip_writer.h"

namespace kecang::testing {
namespace {

using ::testing::HasSubstr;

std::string query(std::string_view text) {
  std::string out;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const unsigned char c : text) {
    out += '%';
    out += kHex[c >> 4];
    out += kHex[c & 15U];
  }
  return out;
}

/// The part of `text` between two UTF-16 offsets; the tests' texts have no characters beyond the basic plane.
std::string marked(const std::string& text, std::size_t start, std::size_t end) {
  std::string part;
  std::size_t unit = 0;
  for (std::size_t i = 0; i < text.size(); ++unit) {
    std::size_t length = 1;
    while (i + length < text.size() && (static_cast<unsigned char>(text[i + length]) & 0xC0U) == 0x80U)
      ++length;
    if (unit >= start && unit < end) part += text.substr(i, length);
    i += length;
  }
  return part;
}

class LiveReading : public ::testing::Test {
 protected:
  nlohmann::json search(HttpClient& page, const std::string& text, const std::string& more = "") {
    const auto answer = page.get("/api/v1/search?q=" + query(text) + more);
    EXPECT_EQ(answer.status, 200) << answer;
    return answer.json();
  }

  LiveServer server_{WithIndexer::yes};
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient zhao_ = district_.page("zhao");
};

TEST_F(LiveReading, AWordInsideAFileIsFoundOpenedAndDownloadedByTheGroupOnly) {
  const std::string text = "分数的初步认识\n把一块月饼平均分成两份，每份是它的二分之一。\n";
  const auto import = upload(wang_, {"三年级数学 教案.txt", district_.id("s1"), district_.id("g1")}, text);
  const auto status = finished_import(wang_, import);
  EXPECT_EQ(status["counts"]["indexed"], 1) << status.dump();

  const auto found = search(li_, "月饼");
  ASSERT_EQ(found["total"], 1) << found.dump();
  const auto& hit = found["hits"][0];
  EXPECT_EQ(hit["resource"]["owner_name"], "江北实验中学");
  ASSERT_FALSE(hit["snippet"]["ranges"].empty()) << hit.dump();
  const auto& range = hit["snippet"]["ranges"][0];
  EXPECT_EQ(marked(hit["snippet"]["text"], range["start"], range["end"]), "月饼");
  const std::string path = "/api/v1/resources/" + hit["resource"]["id"].get<std::string>();
  const auto segments = li_.get(path + "/segments?q=" + query("月饼")).json();
  EXPECT_THAT(segments["items"][0]["text"].get<std::string>(), HasSubstr("平均分成两份"));
  EXPECT_FALSE(segments["items"][0]["ranges"].empty());
  EXPECT_EQ(li_.get(path + "/file").body, text);

  EXPECT_EQ(search(zhao_, "月饼")["total"], 0);
  EXPECT_TRUE(search(zhao_, "月饼")["facets"]["school"].empty());
  EXPECT_EQ(zhao_.get(path).status, 404);
}

TEST_F(LiveReading, FacetsCountExactlyAndNarrow) {
  finished_import(wang_, upload(wang_, {"数学 教案 二次函数.txt", district_.id("s1"), district_.id("g1")},
                                "二次函数的图像"));
  finished_import(
      li_, upload(li_, {"练习 二次函数.md", district_.id("s2"), district_.id("g1")}, "二次函数练习题"));
  const auto all = search(wang_, "二次函数");
  EXPECT_EQ(all["total"], 2);
  ASSERT_EQ(all["facets"]["school"].size(), 2U) << all.dump();
  EXPECT_EQ(all["facets"]["group"][0]["label"], "江北教育联盟");
  EXPECT_EQ(all["facets"]["group"][0]["count"], 2);
  const auto one = search(wang_, "二次函数", "&school=" + district_.id("s2"));
  EXPECT_EQ(one["total"], 1);
  EXPECT_EQ(one["hits"][0]["resource"]["owner_name"], "河湾中学");
  for (const auto& school : one["facets"]["school"])
    EXPECT_EQ(school["selected"], school["value"] == district_.id("s2"));
  EXPECT_EQ(search(wang_, "二次函数", "&format=md")["total"], 1);
  EXPECT_EQ(search(wang_, "", "&sort=newest")["hits"][0]["resource"]["format"], "md");
}

TEST_F(LiveReading, NarrowingTakesAHitOutOfSearchesAtOnce) {
  const auto import =
      upload(wang_, {"秘密.txt", district_.id("s1"), district_.id("g1")}, "独一无二的词语鸿蒙");
  finished_import(wang_, import);
  const auto resource = resource_of(wang_, import);
  ASSERT_EQ(search(li_, "鸿蒙")["total"], 1);
  EXPECT_EQ(wang_.del("/api/v1/resources/" + resource).status, 204);
  EXPECT_EQ(search(li_, "鸿蒙")["total"], 0);
  EXPECT_EQ(search(wang_, "鸿蒙")["total"], 0);
}

TEST_F(LiveReading, AnArchivesReportListsEveryFileWithItsEndAndItsReason) {
  const auto zip =
      ZipWriter()
          .add("八上/第三章/教案.txt", "位置与坐标", ZipWriter::kUtf8Name)
          .add("__MACOSX/._教案.txt", "junk", ZipWriter::kUtf8Name)
          .add(std::string(gbk::kGradeOneMaths) + "/" + std::string(gbk::kMidterm) + ".txt", "期中考试内容")
          .add("坏的.pdf", "%PDF-1.7 cut", ZipWriter::kUtf8Name)
          .add("录音.xyz", std::string("\0\1\2\3", 4), ZipWriter::kUtf8Name)
          .bytes();
  const auto import = upload(wang_, {"备课.zip", district_.id("s1"), district_.id("g1")}, zip);
  const auto status = finished_import(wang_, import);
  EXPECT_EQ(status["import"]["state"], "done") << status.dump();
  EXPECT_EQ(status["counts"]["total"], 5) << status.dump();
  EXPECT_EQ(status["counts"]["waiting"], 0) << status.dump();
  const auto entries = wang_.get("/api/v1/imports/" + import + "/entries").json()["items"];
  ASSERT_EQ(entries.size(), 5U);
  EXPECT_EQ(entries[1]["state"], "skipped");
  EXPECT_EQ(entries[2]["path"], "高一数学/期中考试.txt");
  EXPECT_EQ(entries[2]["state"], "indexed");
  EXPECT_EQ(entries[3]["state"], "broken") << entries[3].dump();
  EXPECT_EQ(entries[4]["state"], "stored_only") << entries[4].dump();
  for (const auto& entry : entries)
    EXPECT_EQ(entry["reason_text"] == "", entry["state"] == "indexed") << entry.dump();
  const auto report = wang_.get("/api/v1/imports/" + import + "/report.csv");
  EXPECT_TRUE(report.body.starts_with("\xEF\xBB\xBF"));
  EXPECT_THAT(report.body, HasSubstr("高一数学/期中考试.txt"));
  EXPECT_EQ(search(li_, "期中考试内容")["total"], 1);
}

TEST_F(LiveReading, TheSameFileAgainIsLinkedAndToldAsADuplicate) {
  finished_import(wang_, upload(wang_, {"原件.txt", district_.id("s1")}, "同样的内容"));
  const auto again = upload(wang_, {"副本.txt", district_.id("s1")}, "同样的内容");
  finished_import(wang_, again);
  const auto entry = wang_.get("/api/v1/imports/" + again + "/entries").json()["items"][0];
  EXPECT_EQ(entry["state"], "duplicate");
  EXPECT_EQ(entry["duplicate_of"], "原件");
  EXPECT_EQ(search(wang_, "同样的内容")["total"], 1);
}

TEST_F(LiveReading, BadArchivesSayWhatIsWrongAndTheOriginalIsKept) {
  const struct {
    const char* name;
    std::string bytes;
  } cases[] = {{"空的.zip", ZipWriter().bytes()},
               {"not-a-ZIP.zip", "this is plain text and no archive"},
               {"不是.7z", "neither is this one"}};
  for (const auto& one : cases) {
    const auto import = upload(wang_, {one.name, district_.id("s1")}, one.bytes);
    const auto status = finished_import(wang_, import);
    EXPECT_EQ(status["import"]["state"], "failed") << one.name << status.dump();
    EXPECT_NE(status["import"]["reason"], "") << one.name;
    EXPECT_NE(status["reason_text"], "") << one.name;
    EXPECT_THAT(status["reason_text"].get<std::string>(), ::testing::Not(HasSubstr("请求有误"))) << one.name;
  }
}

TEST_F(LiveReading, EmptyCutAndLockedFilesEachGetTheirOwnReason) {
  const auto cut_archive = ZipWriter().add("a.txt", std::string(3000, 'x')).bytes().substr(0, 400);
  const auto half = finished_import(wang_, upload(wang_, {"断开.zip", district_.id("s1")}, cut_archive));
  EXPECT_EQ(half["counts"]["broken"], 1) << half.dump();
  EXPECT_NE(half["reason_text"], "") << half.dump();
  const auto locked =
      ZipWriter().add({.name = "试卷.txt", .data = "\x01\x02secret", .flags = ZipWriter::kEncrypted}).bytes();
  const auto import_locked = upload(wang_, {"加密.zip", district_.id("s1")}, locked);
  const auto status = finished_import(wang_, import_locked);
  EXPECT_EQ(status["counts"]["encrypted"], 1) << status.dump();
  const auto ends = [&](const char* name, const std::string& bytes) {
    const auto import = upload(wang_, {name, district_.id("s1")}, bytes);
    finished_import(wang_, import);
    return wang_.get("/api/v1/imports/" + import + "/entries").json()["items"][0];
  };
  const auto empty = ends("空.docx", "");
  EXPECT_EQ(empty["state"], "broken") << empty.dump();
  EXPECT_NE(empty["reason_text"], "");
  const auto cut = ends("断.pdf", "%PDF-1.4\n1 0 obj\n<< /Type /Cat");
  EXPECT_EQ(cut["state"], "broken") << cut.dump();
  EXPECT_NE(cut["reason_text"], "");
  EXPECT_NE(empty["reason"], cut["reason"]);
}

/// The children of a process.
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& process : std::filesystem::directory_iterator("/proc")) {
    const auto name = process.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream stat(process.path() / "stat");
    std::string text{std::istreambuf_iterator<char>(stat), std::istreambuf_iterator<char>()};
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos) continue;
    pid_t pid = 0;
    char state = 0;
    pid_t its_parent = 0;
    std::istringstream(text) >> pid;
    std::istringstream(text.substr(name_end + 1)) >> state >> its_parent;
    if (its_parent == parent && state != 'Z') children.push_back(pid);
  }
  return children;
}

TEST_F(LiveReading, AnIndexerThatDiesIsStartedAgainAndTheWorkGoesOn) {
  ASSERT_TRUE(LiveServer::wait_until([&] { return children_of(server_.pid()).size() == 1; }));
  const auto first = children_of(server_.pid()).front();
  ::kill(first, SIGKILL);
  const auto import = upload(wang_, {"教案.txt", district_.id("s1")}, "死而复生的索引程序");
  EXPECT_EQ(finished_import(wang_, import)["counts"]["indexed"], 1);
  EXPECT_NE(children_of(server_.pid()).front(), first);
}

TEST_F(LiveReading, TheIndexerDoesNotOutliveItsServer) {
  ASSERT_TRUE(LiveServer::wait_until([&] { return children_of(server_.pid()).size() == 1; }));
  const auto indexer = children_of(server_.pid()).front();
  server_.kill();
  EXPECT_TRUE(LiveServer::wait_until([&] { return ::kill(indexer, 0) != 0; }));
}

}  // namespace
}  // namespace kecang::testing
