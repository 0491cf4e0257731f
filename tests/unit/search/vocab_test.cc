#include "schemas/vocab/vocab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace kecang::vocab {
namespace {

const Vocabulary& seeds() {
  static const auto loaded = Vocabulary::load(KECANG_VOCAB_DIR);
  return *loaded;
}

std::string guessed(std::string_view path, Field field, std::string_view text = {}) {
  const auto guesses = seeds().guess(path, text);
  const auto found = guesses.find(field);
  return found == guesses.end() ? std::string() : found->second.value;
}

struct Expected {
  std::string path;
  std::map<Field, std::string> values;
};

TEST(Guess, ReadsWhatTeachersCallTheirFiles) {
  const std::vector<Expected> cases = {
      {"七上 1.3 有理数的加法.pptx",
       {{Field::grade, "七年级"},
        {Field::volume, "上册"},
        {Field::stage, "初中"},
        {Field::type, "课件"},
        {Field::lesson, "1.3"}}},
      {"高考真题/2016年_新课标_数学.docx",
       {{Field::type, "试卷"}, {Field::year, "2016"}, {Field::stage, "高中"}, {Field::subject, "数学"}}},
      {"高考真题/Math_I_Fill-in-the-Blank/2013年_新课标_Math_I.txt",
       {{Field::subject, "数学"}, {Field::year, "2013"}}},
      {"高考真题/Political_Science_Open-ended/2012年.txt", {{Field::subject, "思想政治"}}},
      {"八年级下册/第三章 第2节 教案.docx",
       {{Field::grade, "八年级"},
        {Field::volume, "下册"},
        {Field::type, "教案"},
        {Field::lesson, "第三章 第2节"}}},
      {"初二物理（人教版）/浮力导学案.doc",
       {{Field::grade, "八年级"},
        {Field::subject, "物理"},
        {Field::edition, "人教版"},
        {Field::type, "导学案"}}},
      {"高一语文 必修上 试卷.pdf",
       {{Field::grade, "高一"}, {Field::stage, "高中"}, {Field::subject, "语文"}}},
      {"选必2 第三章.pptx", {{Field::volume, "选择性必修 第二册"}, {Field::stage, "高中"}}},
      {"2024-2025学年三年级上册期末试卷（解析版）.docx",
       {{Field::year, "2024"},
        {Field::grade, "三年级"},
        {Field::volume, "上册"},
        {Field::type, "试卷"},
        {Field::exam, "期末"},
        {Field::audience, "解析版"}}},
      {"RJ_数学_7上.docx", {{Field::edition, "人教版"}, {Field::subject, "数学"}, {Field::grade, "七年级"}}},
      {"試卷講評課件.pptx", {{Field::type, "课件"}}},
      {"７年级上册数学　教学设计.docx",
       {{Field::grade, "七年级"}, {Field::subject, "数学"}, {Field::type, "教案"}}},
      {"初三/化学/unit.txt", {{Field::grade, "九年级"}, {Field::stage, "初中"}, {Field::subject, "化学"}}},
      {"微课/动量.mp4", {{Field::type, "微课"}}},
  };
  for (const auto& [path, values] : cases)
    for (const auto& [field, value] : values) EXPECT_EQ(guessed(path, field), value) << path;
}

TEST(Guess, DoesNotReadShortFormsInsideOtherWords) {
  EXPECT_EQ(guessed("readme.txt", Field::subject), "");
  EXPECT_EQ(guessed("rjust.txt", Field::edition), "");
  EXPECT_EQ(guessed("市第一中学通知.docx", Field::stage), "");
  EXPECT_EQ(guessed("北京市通知.docx", Field::edition), "");
  EXPECT_EQ(guessed("最初的梦想.txt", Field::stage), "");
  EXPECT_EQ(guessed("卷1上海.txt", Field::grade), "");
  EXPECT_EQ(guessed("课程_PHYS1002/Exp05/README.md", Field::grade), "");
}

TEST(Guess, PrefersTheFileNameToItsFoldersAndNearFoldersToFarOnes) {
  EXPECT_EQ(guessed("数学/物理/化学试卷.docx", Field::subject), "化学");
  EXPECT_EQ(guessed("数学/物理/试卷.docx", Field::subject), "物理");
  const auto guesses = seeds().guess("数学/甲/乙/期末.docx");
  EXPECT_EQ(guesses.at(Field::subject).source, "path");
  EXPECT_EQ(guesses.at(Field::type).source, "name");
  EXPECT_LT(guesses.at(Field::subject).confidence, guesses.at(Field::type).confidence);
}

TEST(Guess, ReadsPoliticsByItsStage) {
  EXPECT_EQ(guessed("高二政治试卷.docx", Field::subject), "思想政治");
  EXPECT_EQ(guessed("七年级政治试卷.docx", Field::subject), "道德与法治");
}

TEST(Guess, KnowsTheBookOfALessonFromItsName) {
  EXPECT_EQ(guessed("勾股定理的逆定理.pptx", Field::subject), "数学");
  EXPECT_EQ(guessed("勾股定理的逆定理.pptx", Field::stage), "初中");
}

TEST(Guess, ReadsTheFirstLineOfTheTextWhereThePathIsSilent) {
  EXPECT_EQ(guessed("a.docx", Field::subject, "\n 八年级物理上册教案\n数学"), "物理");
  EXPECT_EQ(guessed("语文.docx", Field::subject, "八年级物理上册教案"), "语文");
  EXPECT_LT(seeds().guess("a.docx", "八年级物理").at(Field::subject).confidence, 0.6);
}

TEST(Guess, IsNeverCertain) {
  for (const auto& [field, guess] :
       seeds().guess("初二物理（人教版）/2024年期末试卷 第3章.pptx", "高一数学")) {
    EXPECT_LT(guess.confidence, 1.0);
    EXPECT_GT(guess.confidence, 0.0);
    EXPECT_FALSE(guess.from.empty());
  }
}

TEST(Guess, SurvivesAnyPath) {
  for (const auto& path : {std::string(), std::string("/"), std::string("///.//..//"),
                           std::string(100'000, '/'), std::string(100'000, '7'),
                           std::string("\xFF\xFE\x80/\xE4\xBD.docx"), std::string("上下上下\0第第第章", 25)})
    EXPECT_LE(seeds().guess(path, path).size(), 11U);
}

TEST(Tags, CarryGuessesWithTheirConfidence) {
  const auto tags = tags_of(seeds().guess("七上 有理数 教案.docx"));
  EXPECT_EQ(tags.grade.value, "七年级");
  EXPECT_LT(tags.grade.confidence, 1.0);
  EXPECT_EQ(tags.grade.source, "name");
  EXPECT_EQ(tags.edition.value, "");
}

TEST(Title, IsTheNameWithoutExtensionAndCopyMarks) {
  EXPECT_EQ(title_of("八上/第三章/教案.docx"), "教案");
  EXPECT_EQ(title_of("教案(1).docx"), "教案");
  EXPECT_EQ(title_of("教案 - 副本.docx"), "教案");
  EXPECT_EQ(title_of("v1.2 说明.tar.gz"), "v1.2 说明.tar");
  EXPECT_EQ(title_of(".gitignore"), ".gitignore");
  EXPECT_EQ(title_of("(1).docx"), "(1)");
  EXPECT_EQ(title_of("无扩展名"), "无扩展名");
}

TEST(Seeds, HaveTheirTermsInTheOrderOfPages) {
  ASSERT_TRUE(Vocabulary::load(KECANG_VOCAB_DIR));
  EXPECT_EQ(seeds().terms(Field::grade).size(), 12U);
  EXPECT_EQ(seeds().terms(Field::grade).front().name, "一年级");
  EXPECT_EQ(seeds().terms(Field::grade).front().stage, "小学");
  EXPECT_EQ(seeds().terms(Field::subject).front().name, "语文");
  EXPECT_GT(seeds().terms(Field::edition).size(), 100U);
  EXPECT_EQ(seeds().terms(Field::type).front().name, "课件");
  EXPECT_TRUE(seeds().terms(Field::lesson).empty());
}

class Files : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& json) { replacements_.write(name, json); }
  std::string code() const {
    const auto loaded = Vocabulary::load(KECANG_VOCAB_DIR, replacements_.path());
    return loaded ? "" : loaded.error().code();
  }
  const test::TempDir replacements_;
};

TEST_F(Files, AnAdministratorsFileReplacesOneOfOurs) {
  write("subjects.json", R"({"subjects":[{"name":"围棋","aliases":["弈"]}]})");
  const auto loaded = Vocabulary::load(KECANG_VOCAB_DIR, replacements_.path());
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->terms(Field::subject).size(), 1U);
  EXPECT_EQ(loaded->guess("围棋入门.docx").at(Field::subject).value, "围棋");
  EXPECT_EQ(loaded->terms(Field::grade).size(), 12U);
}

TEST_F(Files, AreAllOptional) {
  const auto none = Vocabulary::load("/nonexistent");
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->guess("七上 数学 教案.pptx", "八年级").empty());
  EXPECT_TRUE(none->terms(Field::grade).empty());
}

TEST_F(Files, ThatAreWrongAreNamed) {
  write("subjects.json", R"({"subjects":[{"name":"数学"},{"title":"?"}]})");
  const auto loaded = Vocabulary::load(KECANG_VOCAB_DIR, replacements_.path());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code(), "vocab.malformed");
  EXPECT_EQ(loaded.error().params().at("file"), "subjects.json");
  EXPECT_EQ(loaded.error().params().at("place"), "subjects/1/name");
}

TEST_F(Files, WithABrokenExpressionAreRefused) {
  write("filename-hints.json", R"({"rules":[{"re":"(?<grade>["}]})");
  EXPECT_EQ(code(), "vocab.malformed");
}

TEST_F(Files, WithAnExpressionThatNeverEndsStillAnswer) {
  write("filename-hints.json", R"({"rules":[{"re":"(?<grade>(a+)+)$"},{"re":"(?<year>20[0-9]{2})年"}]})");
  const auto loaded = Vocabulary::load(KECANG_VOCAB_DIR, replacements_.path());
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->guess(std::string(400, 'a') + "b2020年").at(Field::year).value, "2020");
}

TEST_F(Files, AreCheckedBeforeTheyAreStored) {
  const auto check = [](std::string_view name, const char* json) {
    const auto checked = Vocabulary::check(name, Json::parse(json));
    return checked ? "" : checked.error().code();
  };
  EXPECT_EQ(check("editions", R"({"editions":[{"name":"甲版"}]})"), "");
  EXPECT_EQ(check("editions", R"({"editions":{}})"), "vocab.malformed");
  EXPECT_EQ(check("editions", "[]"), "vocab.malformed");
  EXPECT_EQ(check("../passwd", "{}"), "vocab.no_such_file");
  for (const auto& name : Vocabulary::files())
    EXPECT_EQ(check(name, R"({"unknown":[]})"), "vocab.malformed") << name;
}

}  // namespace
}  // namespace kecang::vocab
