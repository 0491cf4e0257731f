/// What is made of a file when nobody waits for it: pages to look at, and the text of a picture.
#include "tests/live/indexing/school_house.h"
#include "tests/support/base64.h"
#include "tests/support/metafile.h"
#include "tests/support/png.h"
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

// A bank whose first question shows a picture and another one in its explanation.
std::string pictured_bank() {
  const auto file = [](const std::string& name, const std::string& bytes) {
    return "<file name=\"" + name + "\" encoding=\"base64\">" + base64(bytes) + "</file>";
  };
  return "<?xml version=\"1.0\"?><quiz><question "
         "type=\"multichoice\"><name><text>t</text></name><questiontext "
         "format=\"html\"><text>Which lens bends light so?</text>" +
         file("lens.png", png(7, 5)) + file("lens.bmp", "BM no picture that is shown") +
         "</questiontext><generalfeedback format=\"html\"><text>because</text>" +
         file("rays.png", png(9, 9)) +
         "</generalfeedback><answer fraction=\"100\"><text>convex</text></answer><answer fraction=\"0\">"
         "<text>concave</text></answer></question></quiz>";
}

class QuestionPictures : public Previews {
 protected:
  explicit QuestionPictures(const std::string& name = "bank.xml", const std::string& bytes = pictured_bank())
      : resource(send(name, bytes)) {}
  json question(HttpClient& page) { return page.get(path + "/questions").json()["items"][0]; }
  /// Whoever may only read what everyone may.
  void offer_to_everyone() {
    auto office = house.appoint_office();
    auto releases = office.get(path).json()["releases"];
    for (auto& release : releases) release.erase("name");
    releases.push_back({{"kind", "everyone"}, {"target", ""}});
    const auto offered =
        office.patch_json(path, {{"version", office.get(path).json()["version"]}, {"releases", releases}});
    ASSERT_EQ(offered.status, 200) << offered;
  }

  std::string resource;
  std::string path = "/api/v1/resources/" + resource;
};

TEST_F(QuestionPictures, AreToldAndShownWithTheQuestion) {
  ASSERT_THAT(made(resource)["files"], SizeIs(2));
  const auto shown = question(li);
  ASSERT_THAT(shown["pictures"], SizeIs(2)) << shown;
  EXPECT_EQ(shown["images"], json({"lens.png", "lens.bmp"}));
  EXPECT_EQ(shown["pictures"][1], json({{"image", "lens.bmp"}})) << "of a kind that is not shown";
  EXPECT_EQ(shown["answer_pictures"][0]["image"], "rays.png");
  const auto picture = li.get(path + "/preview/" + shown["pictures"][0]["file"].get<std::string>());
  EXPECT_EQ(picture.header("content-type"), "image/png");
  EXPECT_EQ(picture.body, png(7, 5));
  const auto of_answer = li.get(path + "/preview/" + shown["answer_pictures"][0]["file"].get<std::string>());
  EXPECT_EQ(of_answer.body, png(9, 9));
  EXPECT_TRUE(LiveServer::wait_until([&] {
    const auto found = li.get("/api/v1/questions?q=convex").json();
    return found["total"] == 1 && found["hits"][0]["question"]["pictures"] == shown["pictures"];
  }));
}

TEST_F(QuestionPictures, OfAnswersAreNotThereForThoseWhoMayNotSeeAnswers) {
  made(resource);
  const auto known = question(li)["answer_pictures"][0]["file"].get<std::string>();
  auto zhao = house.zhao();
  EXPECT_EQ(zhao.get(path + "/preview/" + known).status, 404);
  offer_to_everyone();
  const auto shown = question(zhao);
  EXPECT_EQ(shown["pictures"], question(li)["pictures"]);
  EXPECT_THAT(shown["answer_pictures"], IsEmpty());
  EXPECT_EQ(shown.dump().find("rays.png"), std::string::npos);
  EXPECT_EQ(zhao.get(path + "/preview/" + shown["pictures"][0]["file"].get<std::string>()).status, 200);

  const auto refused = zhao.get(path + "/preview/" + known);
  const auto never_made = zhao.get(path + "/preview/answer-0123456789abcdef.png");
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.code(), never_made.code());
  EXPECT_EQ(refused.body.size(), never_made.body.size());
  const auto listed = preview(zhao, resource);
  ASSERT_THAT(listed["files"], SizeIs(1)) << listed;
  EXPECT_EQ(listed["files"][0]["name"], shown["pictures"][0]["file"]);
  ASSERT_TRUE(
      LiveServer::wait_until([&] { return zhao.get("/api/v1/questions?q=lens").json()["total"] == 1; }));
  const auto found = zhao.get("/api/v1/questions?q=lens").json()["hits"][0]["question"];
  EXPECT_EQ(found["pictures"], shown["pictures"]);
  EXPECT_THAT(found["answer_pictures"], IsEmpty());
  EXPECT_EQ(li.get(path + "/preview/" + known).status, 200);
}

TEST_F(QuestionPictures, AreToldBeforeTheyAreMadeAndMadeForSameBytesOnce) {
  made(resource);
  const auto again = send("copy.xml", pictured_bank());
  const auto shown = li.get("/api/v1/resources/" + again + "/questions").json()["items"][0];
  EXPECT_EQ(shown["pictures"], question(li)["pictures"]);
}

// A paper with a formula in its first stem and one in its answer, as Windows draws them.
std::string paper_with_formulas() {
  const auto formula = [](const std::string& bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "{\\pict\\wmetafile8\\picwgoal1440\\pichgoal720 ";
    for (const char c : bytes)
      text.append(1, kDigits[static_cast<unsigned char>(c) >> 4]).append(1, kDigits[c & 15]);
    return text + "}";
  };
  const auto line = [](const std::string& text) { return text + "\\par "; };
  return "{\\rtf1\\ansi\\ansicpg65001 " + line("八年级数学测试") +
         line("1．化简" + formula(wmf()) + "得（  ）") + line("A．甲 B．乙 C．丙 D．丁") +
         line("答案：B" + formula(wmf(700, 700))) + line("2．选出（  ）") + line("A．甲 B．乙 C．丙 D．丁") +
         line("答案：C") + "}";
}

class DrawnFormulas : public QuestionPictures {
 protected:
  DrawnFormulas() : QuestionPictures("paper.rtf", paper_with_formulas()) {}
};

TEST_F(DrawnFormulas, AreShownAsPicturesAndThoseOfAnswersToTheirReadersOnly) {
  made(resource);
  const auto shown = question(li);
  ASSERT_THAT(shown["pictures"], SizeIs(1)) << shown;
  ASSERT_THAT(shown["answer_pictures"], SizeIs(1)) << shown;
  const auto of_stem = shown["pictures"][0].value("file", ""),
             of_answer = shown["answer_pictures"][0].value("file", "");
  EXPECT_THAT(of_stem, StartsWith("picture-"));
  EXPECT_THAT(of_answer, StartsWith("answer-"));
  for (const auto& file : {of_stem, of_answer}) {
    const auto drawn = li.get(path + "/preview/" + file);
    EXPECT_EQ(drawn.header("content-type"), "image/png");
    EXPECT_THAT(drawn.body, StartsWith("\x89PNG"));
  }
  auto zhao = house.zhao();
  EXPECT_EQ(zhao.get(path + "/preview/" + of_stem).status, 404);
  offer_to_everyone();
  EXPECT_EQ(zhao.get(path + "/preview/" + of_stem).status, 200);
  EXPECT_EQ(zhao.get(path + "/preview/" + of_answer).status, 404);
  EXPECT_THAT(question(zhao)["answer_pictures"], IsEmpty());
  EXPECT_EQ(preview(zhao, resource).dump().find("answer-"), std::string::npos);
}

class NoPreviews : public Previews {
 protected:
  NoPreviews() : Previews({{"KECANG_INDEXER_PREVIEWS", "false"}}) {}
};

TEST_F(NoPreviews, LeaveTheQuestionsWithTheNamesOfTheirPictures) {
  const auto resource = send("bank.xml", pictured_bank());
  const auto shown = li.get("/api/v1/resources/" + resource + "/questions").json()["items"][0];
  EXPECT_EQ(shown["pictures"], json({{{"image", "lens.png"}}, {{"image", "lens.bmp"}}})) << shown;
}

TEST_F(Previews, AWordPaperHasThePicturesOfItsQuestionsBesideItsPages) {
  const auto paragraph = [](const std::string& inner) { return "<w:p><w:r>" + inner + "</w:r></w:p>"; };
  const auto text = [&](const std::string& words) { return paragraph("<w:t>" + words + "</w:t>"); };
  const std::string relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const auto relations = [&](const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationships "
           "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
           "Id=\"" +
           id + "\" Type=\"" + relation + type + "\" Target=\"" + target + "\"/></Relationships>";
  };
  const auto bytes =
      ZipWriter()
          .add("[Content_Types].xml",
               "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
               "Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
               "<Default Extension=\"png\" ContentType=\"image/png\"/><Override "
               "PartName=\"/word/document.xml\" "
               "ContentType=\"application/"
               "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
               "</Types>")
          .add("_rels/.rels", relations("rId1", "officeDocument", "word/document.xml"))
          .add("word/_rels/document.xml.rels", relations("rId7", "image", "media/image1.png"))
          .add("word/media/image1.png", png(8, 6))
          .add("word/document.xml",
               "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
               "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"" +
                   relation.substr(0, relation.size() - 1) + "\"><w:body>" + text("八年级数学测试") +
                   text("1．如图，∠1 等于（  ）") +
                   paragraph("<w:drawing><a:blip r:embed=\"rId7\"/></w:drawing>") +
                   text("A．30° B．45° C．60° D．90°") + text("答案：B") + text("2．下列正确的是（  ）") +
                   text("A．甲 B．乙 C．丙 D．丁") + text("答案：C") + "</w:body></w:document>")
          .bytes();
  const auto resource = send("paper.docx", bytes);
  made(resource);
  const auto items = li.get("/api/v1/resources/" + resource + "/questions").json()["items"];
  ASSERT_THAT(items, SizeIs(2)) << items;
  ASSERT_THAT(items[0]["pictures"], SizeIs(1)) << items;
  EXPECT_THAT(items[1]["pictures"], IsEmpty());
  const auto file = items[0]["pictures"][0].value("file", "");
  EXPECT_EQ(li.get("/api/v1/resources/" + resource + "/preview/" + file).body, png(8, 6)) << items;
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
