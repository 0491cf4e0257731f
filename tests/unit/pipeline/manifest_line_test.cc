#include "indexer/pipeline/manifest_line.h"

#include <gmock/gmock.h>

namespace kecang::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ManifestLine parse(std::string_view text, const std::string& school = {}) {
  return parse_manifest_line(text, 7, school);
}

std::vector<std::string> wrong(const ManifestLine& line) {
  std::vector<std::string> all;
  for (const auto& problem : line.problems) all.push_back(problem.field + " " + problem.code);
  return all;
}

TEST(ManifestLine, AllMembersOfARecordAreTaken) {
  const auto line =
      parse(R"({"id":"a-1","title":"浮力","text":"阿基米德","subject":"物理","grade":"八年级","type":"教案",
      "edition":"人教版","year":"2024","owner_school":"yucai","visible_groups":["physics","all"],"file":"a/b.docx","other":1})");
  EXPECT_THAT(wrong(line), IsEmpty());
  EXPECT_EQ(line.record.id, "a-1");
  EXPECT_EQ(line.record.title, "浮力");
  EXPECT_EQ(line.record.text, "阿基米德");
  EXPECT_EQ(line.record.subject, "物理");
  EXPECT_EQ(line.record.grade, "八年级");
  EXPECT_EQ(line.record.type, "教案");
  EXPECT_EQ(line.record.edition, "人教版");
  EXPECT_EQ(line.record.year, "2024");
  EXPECT_EQ(line.record.owner_school, "yucai");
  EXPECT_THAT(line.record.visible_groups, ElementsAre("physics", "all"));
  EXPECT_EQ(line.record.file, "a/b.docx");
}

TEST(ManifestLine, NumbersCountAsTheirText) {
  const auto line = parse(
      R"({"id":12,"title":"t","subject":3,"year":2024,"owner_school":1007,"visible_groups":[0,17,"x"]})");
  EXPECT_THAT(wrong(line), IsEmpty());
  EXPECT_EQ(line.record.id, "12");
  EXPECT_EQ(line.record.subject, "3");
  EXPECT_EQ(line.record.year, "2024");
  EXPECT_EQ(line.record.owner_school, "1007");
  EXPECT_THAT(line.record.visible_groups, ElementsAre("0", "17", "x"));
}

TEST(ManifestLine, ARecordWithoutOwnerBelongsToTheSchoolOfTheCommand) {
  EXPECT_EQ(parse(R"({"id":"1","title":"t"})", "yucai").record.owner_school, "yucai");
  EXPECT_EQ(parse(R"({"id":"1","title":"t","owner_school":"shiyan"})", "yucai").record.owner_school,
            "shiyan");
  EXPECT_THAT(wrong(parse(R"({"id":"1","title":"t"})")), ElementsAre("owner_school record.missing"));
}

TEST(ManifestLine, EveryWrongFieldIsNamedWithItsLineAndRecord) {
  const auto line = parse(
      R"({"id":"a-1","title":"","text":["x"],"year":20.5,"owner_school":"y","visible_groups":"physics"})");
  EXPECT_THAT(wrong(line), ElementsAre("title record.missing", "text value.wrong_type",
                                       "year value.wrong_type", "visible_groups value.wrong_type"));
  for (const auto& problem : line.problems) {
    EXPECT_EQ(problem.line, 7U);
    EXPECT_EQ(problem.id, "a-1");
  }
}

TEST(ManifestLine, WhatIsNoRecordIsRefusedAsAWhole) {
  EXPECT_THAT(wrong(parse("{\"id\":\"1\"")), ElementsAre(" json.malformed"));
  EXPECT_THAT(wrong(parse("[1,2]")), ElementsAre(" record.not_an_object"));
  EXPECT_THAT(wrong(parse("\xff\xfe{}")), ElementsAre(" json.malformed"));
}

TEST(ManifestLine, AFileOutsideTheManifestsFolderIsRefused) {
  for (const char* file : {"/etc/passwd", "../secret.docx", "a/../../b.docx"}) {
    const auto line =
        parse(R"({"id":"1","title":"t","owner_school":"y","file":")" + std::string(file) + "\"}");
    EXPECT_THAT(wrong(line), ElementsAre("file record.file_outside")) << file;
  }
}

TEST(ManifestLine, TextBeyondTheCataloguesBoundIsRefused) {
  const std::string text(1024 * 1024 + 1, 'x');
  const auto line = parse(R"({"id":"1","title":"t","owner_school":"y","text":")" + text + "\"}");
  EXPECT_THAT(wrong(line), ElementsAre("text value.too_long"));
}

}  // namespace
}  // namespace kecang::pipeline
