#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> answers_of(const Reading& read) {
  std::vector<std::string> answers;
  for (const auto& question : read.questions) answers.push_back(question.answer);
  return answers;
}

std::vector<QuestionKind> kinds_of(const Reading& read) {
  std::vector<QuestionKind> kinds;
  for (const auto& question : read.questions) kinds.push_back(question.kind);
  return kinds;
}

// ---- Moodle XML ----

std::string quiz(std::string_view questions) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>" + std::string(questions) + "</quiz>";
}

std::string moodle(std::string_view type, std::string_view stem, std::string_view rest) {
  return "<question type=\"" + std::string(type) +
         "\"><name><text>题</text></name><questiontext format=\"html\"><text><![CDATA[" + std::string(stem) +
         "]]></text></questiontext>" + std::string(rest) + "</question>";
}

std::string answer(std::string_view fraction, std::string_view text, std::string_view feedback = "") {
  return "<answer fraction=\"" + std::string(fraction) + "\"><text>" + std::string(text) +
         "</text><feedback><text>" + std::string(feedback) + "</text></feedback></answer>";
}

TEST(MoodleXml, AnswersBecomeTheLabelsOfTheirOptions) {
  const auto read = read_file(
      quiz(moodle("multichoice", "<p>首都是？</p>",
                  "<single>true</single><defaultgrade>2</defaultgrade>" + answer("0", "上海", "不是") +
                      answer("100", "北京")) +
           moodle("multichoice", "质数",
                  "<single>false</single>" + answer("50", "2") + answer("-100", "4") + answer("50", "5"))),
      "题.xml");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "application/x-moodle-questions+xml");
  EXPECT_THAT(answers_of(read), ElementsAre("B", "AC"));
  EXPECT_THAT(kinds_of(read), ElementsAre(QuestionKind::single_choice, QuestionKind::multiple_choice));
  EXPECT_EQ(read.questions[0].stem, "首都是？");
  EXPECT_EQ(read.questions[0].score, 2);
  EXPECT_EQ(read.questions[0].options[1], (QuestionOption{"B", "北京"}));
  EXPECT_THAT(read.text(), HasSubstr("上海：不是"));
  EXPECT_EQ(read.questions[1].locator, read.segments[1].locator);
}

TEST(MoodleXml, AnswersAndFeedbackAreNoTextForThoseWhoMayNotReadThem) {
  const auto read = read_file(quiz(moodle("multichoice", "<p>首都是？</p>",
                                          answer("0", "上海", "不是") + answer("100", "北京", "对了")) +
                                   moodle("shortanswer", "最长的河", answer("100", "长江"))),
                              "题.xml");
  EXPECT_THAT(read.text(), HasSubstr("答案：B"));
  const auto left = read.text_without_answers();
  EXPECT_THAT(left, HasSubstr("首都是？\nA. 上海\nB. 北京\n"));
  EXPECT_THAT(left, HasSubstr("最长的河"));
  for (const auto* hidden : {"答案", "长江", "不是", "对了"}) EXPECT_THAT(left, Not(HasSubstr(hidden)));
}

TEST(MoodleXml, ACategoryIsNoQuestion) {
  const auto read = read_file(
      quiz("<question type=\"category\"><category><text>$course$/高一</text></category></question>" +
           moodle("truefalse", "地球是圆的", answer("100", "true") + answer("0", "false"))),
      "题.xml");
  EXPECT_THAT(answers_of(read), ElementsAre("对"));
  EXPECT_EQ(read.head.properties.at("categories"), "$course$/高一");
}

TEST(MoodleXml, EmbeddedAnswersAreOneQuestionWithBlanks) {
  const auto read =
      read_file(quiz(moodle("cloze", "罗马在{1:SHORTANSWER:=意大利~%100%Italy#好}，{2:MC:~红~=蓝\\~绿}", "")),
                "题.xml");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_EQ(read.questions[0].kind, QuestionKind::fill_in);
  EXPECT_EQ(read.questions[0].stem, "罗马在____，____(红 / 蓝~绿)");
  EXPECT_EQ(read.questions[0].answer, "意大利 | Italy；蓝~绿");
}

TEST(MoodleXml, FilesWithinAreNamedAndNotRead) {
  const auto read =
      read_file(quiz("<question type=\"essay\"><name><text>作文</text></name><questiontext "
                     "format=\"html\"><text>看图</text>"
                     "<file name=\"a.png\" encoding=\"base64\">aGVsbG8=</file></questiontext></question>"),
                "题.xml");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_THAT(read.questions[0].images, ElementsAre("a.png"));
  EXPECT_THAT(read.text(), Not(HasSubstr("aGVsbG8")));
}

TEST(MoodleXml, MatchingKeepsItsPairs) {
  const auto read =
      read_file(quiz(moodle("matching", "配对",
                            "<subquestion><text>法国</text><answer><text>巴黎</text></answer></subquestion>"
                            "<subquestion><text></text><answer><text>罗马</text></answer></subquestion>")),
                "题.xml");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_EQ(read.questions[0].kind, QuestionKind::matching);
  EXPECT_EQ(read.questions[0].answer, "法国 → 巴黎");
  EXPECT_EQ(read.questions[0].options.size(), 2U);
}

TEST(MoodleXml, DeclaredEntitiesAreRefused) {
  const auto read =
      read_file("<?xml version=\"1.0\"?><!DOCTYPE q [<!ENTITY a \"哈\">]>" + quiz("").substr(39), "题.xml");
  EXPECT_EQ(read.end.reason, "extract.xml_dtd");
  EXPECT_TRUE(read.questions.empty());
}

// ---- GIFT ----

TEST(Gift, EachKindIsKnownByItsBraces) {
  const auto read = read_file(
      "// 第一单元\n::一:: 首都是 {~上海#不是 =北京}\n\n太阳从东边升起。{TRUE}\n\n1+1={=2 =二}\n\n"
      "圆周率 {#3.14:0.01}\n\n配对 {\n=法国 -> 巴黎\n=德国 -> 柏林\n}\n\n谈谈你的看法 {}\n\n质数 {~%50%2 "
      "~%50%3 ~%-100%4}\n",
      "题.txt");
  EXPECT_EQ(read.head.media_type, "text/x-gift");
  EXPECT_THAT(answers_of(read),
              ElementsAre("B", "对", "2 | 二", "3.14:0.01", "法国 → 巴黎；德国 → 柏林", "", "AB"));
  EXPECT_THAT(kinds_of(read),
              ElementsAre(QuestionKind::single_choice, QuestionKind::true_false, QuestionKind::fill_in,
                          QuestionKind::fill_in, QuestionKind::matching, QuestionKind::short_answer,
                          QuestionKind::multiple_choice));
  EXPECT_EQ(read.segments[0].locator.label, "一");
  EXPECT_THAT(read.segments[0].text, HasSubstr("第一单元"));
}

TEST(Gift, EscapesAreResolvedAndHtmlIsRead) {
  const auto read = read_file("[html]<b>a\\=1 \\{x\\}</b> \\: \\~ 是 {=1\\#2 ~<i>no</i>}\n", "题.gift");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_EQ(read.questions[0].stem, "a=1 {x} : ~ 是");
  EXPECT_EQ(read.questions[0].options[0].text, "1#2");
  EXPECT_EQ(read.questions[0].options[1].text, "no");
}

TEST(Gift, AWordMissingWithinASentenceLeavesABlank) {
  const auto read = read_file("Grant is {~buried =entombed ~living} in the tomb.\n", "a.gift");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_EQ(read.questions[0].stem, "Grant is ____ in the tomb.");
}

TEST(Gift, AnUnclosedBraceEndsPolitely) {
  const auto read = read_file("一 {~a =b}\n\n二 {~a =b\n", "a.gift");
  EXPECT_THAT(answers_of(read), ElementsAre("B"));
  EXPECT_THAT(read.text(), HasSubstr("二"));
}

TEST(Gift, FormulasOfAPaperAreNoAnswers) {
  const auto read = read_file(
      "一、选择题\n1. $27 \\mathrm{~g}$ 铝有多少原子\nA. $1 \\mathrm{~mol}$\nB. $x^{=2}$\n", "卷.txt");
  EXPECT_EQ(read.head.media_type, "text/plain");
}

TEST(Gift, AProgramInATextIsNone) {
  const auto read = read_file("int main() {\n  return 0;\n}\n\nvoid f() {}\n", "a.txt");
  EXPECT_EQ(read.head.media_type, "text/plain");
}

// ---- Aiken ----

TEST(Aiken, EachBlockIsAQuestion) {
  const auto read =
      read_file("首都是？\nA) 上海\nB) 北京\nANSWER: B\n\n对吗？\nA. 对\nB. 错\nANSWER: A\n", "题.txt");
  EXPECT_EQ(read.head.media_type, "text/x-aiken");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_THAT(answers_of(read), ElementsAre("B", "A"));
  EXPECT_EQ(read.questions[0].options[1], (QuestionOption{"B", "北京"}));
}

TEST(Aiken, LinesThatDoNotFitAreNamed) {
  const auto read =
      read_file("一\nA) 甲\nB) 乙\nANSWER: B\n\n二\nA) 甲\nB) 乙\n三\nA) 甲\nB) 乙\nANSWER: C\n", "题.txt");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.bad_lines");
  EXPECT_EQ(read.head.properties.at("bad_lines"), "9,12");
  EXPECT_THAT(answers_of(read), ElementsAre("B", "", "C"));
  EXPECT_EQ(read.questions[0].doubt, "");
  EXPECT_EQ(read.questions[1].doubt, "question.layout");
}

// ---- QTI ----

std::string qti_choice(std::string_view prefix) {
  const std::string p(prefix);
  const bool newer = !p.empty();
  const auto name = [&](std::string_view older, std::string_view kebab) {
    return newer ? p + std::string(kebab) : std::string(older);
  };
  const std::string item = name("assessmentItem", "assessment-item");
  const std::string declaration = name("responseDeclaration", "response-declaration");
  const std::string correct = name("correctResponse", "correct-response");
  const std::string value = name("value", "value");
  const std::string body = name("itemBody", "item-body");
  const std::string interaction = name("choiceInteraction", "choice-interaction");
  const std::string prompt = name("prompt", "prompt");
  const std::string choice = name("simpleChoice", "simple-choice");
  const std::string response = newer ? "response-identifier" : "responseIdentifier";
  const std::string most = newer ? "max-choices" : "maxChoices";
  return "<?xml version=\"1.0\"?><" + item + " title=\"首都\"><" + declaration +
         " identifier=\"R\" cardinality=\"single\"><" + correct + "><" + value + ">B2</" + value + "></" +
         correct + "></" + declaration + "><" + body + "><p>看图。<img src=\"a.png\"/></p><" + interaction +
         " " + response + "=\"R\" " + most + "=\"1\"><" + prompt + ">首都是？</" + prompt + "><" + choice +
         " identifier=\"A1\">上海</" + choice + "><" + choice + " identifier=\"B2\">北京</" + choice + "></" +
         interaction + "></" + body + "></" + item + ">";
}

TEST(Qti, ItemsOfVersionsTwoAndThreeAreOneKind) {
  for (const char* prefix : {"", "qti-"}) {
    const auto read = read_file(qti_choice(prefix), "item.xml");
    EXPECT_EQ(read.head.media_type, "application/x-qti+xml");
    ASSERT_EQ(read.questions.size(), 1U) << prefix;
    EXPECT_EQ(read.questions[0].stem, "看图。\n首都是？");
    EXPECT_EQ(read.questions[0].answer, "B");
    EXPECT_EQ(read.questions[0].kind, QuestionKind::single_choice);
    EXPECT_THAT(read.questions[0].images, ElementsAre("a.png"));
  }
}

TEST(Qti, BlanksStandInTheTextWhereTheyWere) {
  const auto read = read_file(
      "<?xml version=\"1.0\"?><assessmentItem title=\"t\"><responseDeclaration identifier=\"R\" "
      "cardinality=\"single\">"
      "<correctResponse><value>氧气</value></correctResponse></"
      "responseDeclaration><itemBody><p>植物放出<textEntryInteraction "
      "responseIdentifier=\"R\"/>。</p></itemBody></assessmentItem>",
      "item.xml");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_EQ(read.questions[0].stem, "植物放出____。");
  EXPECT_EQ(read.questions[0].answer, "氧气");
}

TEST(Qti, OldFilesHoldManyItemsAndTheirScoresSayWhatIsRight) {
  const auto label = [](std::string_view id, std::string_view text) {
    return "<response_label ident=\"" + std::string(id) + "\"><material><mattext>" + std::string(text) +
           "</mattext></material></response_label>";
  };
  const std::string item =
      "<item title=\"一\"><presentation><material><mattext "
      "texttype=\"text/html\">&lt;p&gt;首都是？&lt;/p&gt;</mattext></material>"
      "<response_lid ident=\"r\" rcardinality=\"Single\"><render_choice>" +
      label("x", "上海") + label("y", "北京") +
      "</render_choice></response_lid></presentation><resprocessing><respcondition><conditionvar><varequal "
      "respident=\"r\">y"
      "</varequal></conditionvar><setvar action=\"Set\">100</setvar></respcondition></resprocessing></item>";
  const auto read = read_file(
      "<?xml version=\"1.0\"?><!DOCTYPE questestinterop SYSTEM \"ims_qtiasiv1p2.dtd\"><questestinterop>"
      "<assessment title=\"测验\"><section>" +
          item + item + "</section></assessment></questestinterop>",
      "quiz.xml");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.title, "测验");
  EXPECT_THAT(answers_of(read), ElementsAre("B", "B"));
  EXPECT_EQ(read.questions[0].stem, "首都是？");
}

}  // namespace
}  // namespace kecang::testing
