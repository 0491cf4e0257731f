/// What is made of a file when nobody waits for it: pages to look at, and the text of a picture.
#include "tests/live/indexing/school_house.h"
#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::chrono::seconds kPatience{200};

std::string page_of(const std::string& words) {
  const auto drawn = "BT /F1 36 Tf 40 100 Td (" + words + ") Tj ET";
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
         "1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 "
         "R>>>>>>endobj\n"
         "4 0 obj<</Length " +
         std::to_string(drawn.size()) + ">>stream\n" + drawn +
         "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 "
         "0 R>>\n%%EOF\n";
}

class Previews : public ::testing::Test {
 protected:
  explicit Previews(std::map<std::string, std::string> environment = {}) : house(std::move(environment)) {}

  std::string send(const std::string& name, const std::string& bytes) {
    const auto file = house.files.write(name, bytes);
    const auto printed =
        json::parse(house.indexer({"import", file.string(), "--school", "yucai", "--group", "physics"}));
    import = printed["imports"][0]["import"]["id"];
    auto client = house.server.client();
    client.with_header("Authorization", "Bearer " + house.server.internal_token());
    return client.get("/internal/v1/imports/" + import + "/entries").json()["items"][0]["resource"];
  }
  json preview(HttpClient& page, const std::string& resource) {
    return page.get("/api/v1/resources/" + resource + "/preview").json();
  }
  json made(const std::string& resource) {
    json now;
    EXPECT_TRUE(LiveServer::wait_until(
        [&] {
          now = preview(li, resource);
          return now.value("made", false);
        },
        kPatience))
        << now << house.server.log_text();
    return now;
  }

  SchoolHouse house;
  HttpClient li = house.li();
  std::string import;
};

TEST_F(Previews, ADocumentIsMadeIntoPagesForThoseWhoMaySeeIt) {
  const auto resource = send("lesson.rtf", R"({\rtf1\ansi The theorem of Pythagoras\par})");
  EXPECT_THAT(SchoolHouse::titles(li, "Pythagoras"), ElementsAre("lesson"))
      << "found before any page is made";
  const auto now = made(resource);
  ASSERT_THAT(now["files"], SizeIs(2)) << now;
  const auto base = "/api/v1/resources/" + resource + "/preview/";
  const auto pdf = li.get(base + "document.pdf"), page = li.get(base + "page-0001.jpg");
  EXPECT_EQ(pdf.header("content-type"), "application/pdf");
  EXPECT_THAT(pdf.body, StartsWith("%PDF-"));
  EXPECT_EQ(page.header("content-type"), "image/jpeg");
  EXPECT_THAT(page.body, StartsWith("\xFF\xD8\xFF"));
  auto wang = house.wang(), zhao = house.zhao();
  EXPECT_EQ(wang.get(base + "page-0001.jpg").status, 200);
  EXPECT_EQ(zhao.get(base + "page-0001.jpg").status, 404);
  EXPECT_EQ(zhao.get("/api/v1/resources/" + resource + "/preview").status, 404);
  EXPECT_EQ(li.get(base + "page-0002.jpg").status, 404);
  EXPECT_EQ(li.get(base + "..%2F..%2Fsecret").status, 400);
}

TEST_F(Previews, APdfIsShownAsItIsAndHasItsPagesOnly) {
  const auto now = made(send("page.pdf", page_of("Happy New Year")));
  ASSERT_THAT(now["files"], SizeIs(1)) << now;
  EXPECT_EQ(now["files"][0]["name"], "page-0001.jpg");
}

TEST_F(Previews, WithAnImportTakenBackItsPagesAreGoneToo) {
  const auto resource = send("page.pdf", page_of("Happy New Year"));
  made(resource);
  house.indexer({"import", "--undo", import});
  EXPECT_EQ(li.get("/api/v1/resources/" + resource + "/preview/page-0001.jpg").status, 404);
}

class ReadingPictures : public Previews {
 protected:
  ReadingPictures() : Previews({{"KECANG_INDEXER_OCR", "true"}, {"KECANG_INDEXER_PREVIEWS", "false"}}) {}
  std::string picture_of(const std::string& words) {
    const auto pdf = house.files.write("page.pdf", page_of(words));
    ChildProcess draw({"/usr/bin/pdftoppm", "-png", "-r", "150", "-singlefile", pdf.string(),
                       (house.files / "scan").string()},
                      {});
    EXPECT_EQ(draw.wait(), 0);
    return test::read_file(house.files / "scan.png");
  }
};

TEST_F(ReadingPictures, TheTextOfAScanIsFoundInTheEndAndTheReportSaysSo) {
  const auto resource = send("贺卡.png", picture_of("Happy New Year"));
  ASSERT_TRUE(LiveServer::wait_until([&] { return !SchoolHouse::titles(li, "Happy").empty(); }, kPatience))
      << house.server.log_text();
  EXPECT_THAT(SchoolHouse::titles(li, "Happy"), ElementsAre("贺卡"));
  EXPECT_EQ(li.get("/api/v1/resources/" + resource).json()["state"], "indexed");
  auto client = house.server.client();
  client.with_header("Authorization", "Bearer " + house.server.internal_token());
  EXPECT_TRUE(LiveServer::wait_until([&] {
    const auto counts = client.get("/internal/v1/imports/" + import).json()["counts"];
    return counts["indexed"] == 1 && counts["stored_only"] == 0;
  }));
  auto zhao = house.zhao();
  EXPECT_THAT(SchoolHouse::titles(zhao, "Happy"), IsEmpty());
}

}  // namespace
}  // namespace kecang::testing
