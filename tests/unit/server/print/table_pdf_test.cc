/// A table on paper: what stands on its pages, as a reader of PDF files finds it.
#include "server/print/table_pdf.h"

#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

#include "schemas/base/digest.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_dir.h"

namespace kecang::print {
namespace {

using ::testing::HasSubstr;

/// The text of a document, page by page: pages end with a form feed.
std::string text_of(const std::string& pdf) {
  const test::TempDir folder;
  const auto file = (folder / "table.pdf").string();
  std::ofstream(file, std::ios::binary) << pdf;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("pdftotext -layout '" + file + "' -").c_str(), "r"),
                                                   pclose);
  std::string text;
  std::array<char, 4096> piece{};
  while (const auto count = fread(piece.data(), 1, piece.size(), pipe.get()))
    text.append(piece.data(), count);
  return text;
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

Table table(std::size_t rows) {
  Table made{.title = "资源移交清册",
             .lines = {"学校：江北实验中学"},
             .columns = {{"序号", 30}, {"资源", 180}, {"SHA-256", 252, true}},
             .rows = {},
             .closing = {"签章"}};
  for (std::size_t i = 1; i <= rows; ++i)
    made.rows.push_back(
        {std::to_string(i), "第" + std::to_string(i) + "课 光的折射教案", sha256(std::to_string(i)).hex()});
  return made;
}

TEST(TablePdf, HasItsTextInChineseAndItsChecksumsWhole) {
  const auto pdf = pdf_of(table(2));
  ASSERT_TRUE(pdf);
  EXPECT_TRUE(pdf->starts_with("%PDF-"));
  const auto text = text_of(*pdf);
  for (const auto& what : {std::string("资源移交清册"), std::string("江北实验中学"), std::string("第2课"),
                           std::string("签章"), sha256("2").hex()})
    EXPECT_THAT(text, HasSubstr(what));
}

TEST(TablePdf, RepeatsItsHeadOnEveryPageAndNumbersThem) {
  const auto pdf = pdf_of(table(120));
  ASSERT_TRUE(pdf);
  const auto text = text_of(*pdf);
  const auto pages = count_of(text, "\f");
  EXPECT_GE(pages, 3U);
  EXPECT_EQ(count_of(text, "序号"), pages);
  EXPECT_THAT(text, HasSubstr("第 1 页，共 " + std::to_string(pages) + " 页"));
  for (std::size_t i = 1; i <= 120; ++i) EXPECT_EQ(count_of(text, sha256(std::to_string(i)).hex()), 1U) << i;
}

TEST(TablePdf, ShowsWhatIsNoTextAsSigns) {
  auto odd = table(1);
  odd.rows[0][1] = "\xff\xfe 坏";
  const auto pdf = pdf_of(odd);
  ASSERT_TRUE(pdf);
  EXPECT_THAT(text_of(*pdf), HasSubstr("坏"));
}

}  // namespace
}  // namespace kecang::print
