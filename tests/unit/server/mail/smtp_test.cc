/// Digests from the wish to a real mail server.
#include "server/mail/smtp.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "server/library/postman.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/catalogue.h"
#include "tests/support/child_process.h"
#include "tests/support/vocabulary.h"

namespace kecang {
namespace {

using nlohmann::json;
using test::must;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

/// A mail server of its own process on a free port.
class MailSink {
 public:
  explicit MailSink(std::vector<std::string> answers = {})
      : process_([&] {
          std::vector<std::string> command{"/usr/bin/env", "python3", "-W", "ignore", KECANG_MAIL_SINK};
          command.insert(command.end(), answers.begin(), answers.end());
          return command;
        }()) {
    port_ = static_cast<std::uint16_t>(std::stoi(process_.read_line()));
  }
  std::uint16_t port() const { return port_; }
  json next() { return json::parse(process_.read_line()); }

 private:
  testing::ChildProcess process_;
  std::uint16_t port_ = 0;
};

/// li of s2 wants to hear daily of the group to which wang's school s1 belongs, too.
class PostmanTest : public ::testing::Test {
 protected:
  PostmanTest() {
    p_.join(wang_, school_);
    p_.join(li_, other_);
    p_.join(school_, group_);
    membership_ = p_.join(other_, group_);
    p_.clock.advance(std::chrono::hours{24 * 400});
    must(digests_.choose(p_.operating, viewer(li_), group_.id,
                         {.rhythm = DigestRhythm::daily, .address = "li@school.example"}));
  }
  access::Viewer viewer(const User& user) {
    return must(access::ScopeBuilder(p_.directory).viewer(user, p_.clock.now()));
  }
  ResourceId add(const std::string& title, const Release& to) {
    p_.clock.advance(seconds{1});
    CatalogueRecord record;
    record.external_key = title;
    record.title = title;
    record.owner = school_.id;
    record.releases = {to};
    must(p_.work.put_records(p_.operating, {record}));
    ResourceId id;
    for (const auto& mark : must(p_.work.dirty(1'000))) {
      const auto resource = must(p_.work.resource(mark.resource));
      IndexDocument document;
      document.id = resource.id;
      document.title = resource.title;
      document.scope_terms = scope_terms(resource, Time{});
      document.date = resource.created_at;
      document.facets[Facet::group] = {group_.id.text()};
      must(writer_->replace(document));
      must(p_.work.clear_dirty({mark}));
      id = resource.id;
    }
    must(writer_->commit());
    return id;
  }
  void withdraw(const ResourceId& id) {
    const auto resource = must(p_.library.resource(viewer(wang_).scope(), id));
    must(p_.library.change(p_.operating, viewer(wang_).scope(), id, resource.version, "resource.withdrawn",
                           [](Resource& one) -> Result<void> {
                             one.state = FileState::withdrawn;
                             return {};
                           }));
  }
  Postman postman(const MailSink& sink) { return postman(sink.port()); }
  Postman postman(std::uint16_t port) {
    const auto smtp = std::make_shared<mail::Smtp>(mail::MailServer{.host = "127.0.0.1", .port = port});
    return {notices_,
            digests_,
            p_.directory,
            p_.clock,
            [smtp, this](const LetterText& letter) {
              return smtp->send({.from = "kecang@school.example",
                                 .to = letter.to,
                                 .subject = letter.subject,
                                 .text = letter.text,
                                 .id = letter.id.text(),
                                 .at = p_.clock.now()});
            },
            [this](const Letter&, const Error& error) { given_up_.push_back(error.code()); },
            "https://kecang.example"};
  }
  std::vector<Letter> waiting() {
    p_.clock.advance(std::chrono::hours{5});
    return must(notices_.due_letters(100));
  }
  void tomorrow() { p_.clock.advance(std::chrono::hours{25}); }

  test::Catalogue p_;
  const School school_ = p_.school("s1"), other_ = p_.school("s2");
  const Group group_ = p_.group("江北教育联盟");
  const User wang_ = p_.user("wang"), li_ = p_.user("li");
  Membership membership_;
  test::TempDir folder_;
  std::unique_ptr<IndexWriter> writer_ = must(xapian::open_writer(folder_.path(), {.epoch = "e"}, p_.clock));
  xapian::LocalReader reader_{folder_.path()};
  WorkBell bell_;
  Resources resources_{p_.library, reader_, p_.directory, bell_};
  Search search_{p_.library, reader_, resources_, p_.directory, test::seed_vocabulary()};
  NoticeCatalog notices_{p_.store(), p_.clock};
  Digests digests_{notices_, search_, p_.directory, p_.clock, Digests::Letters::on};
  std::vector<std::string> given_up_;
};

TEST_F(PostmanTest, ALetterTellsWhatIsNewAndMayBeSeenOnceAndInChinese) {
  MailSink sink;
  auto postman = this->postman(sink);
  add("浮力实验", test::Catalogue::to_group(group_));
  add("校内资料", test::Catalogue::to_school(school_));
  tomorrow();
  must(postman.run());
  const auto letter = sink.next();
  EXPECT_EQ(letter["to"], json::array({"li@school.example"}));
  EXPECT_EQ(letter["subject"], "课藏：江北教育联盟新增 1 份资源");
  const std::string text = letter["text"];
  EXPECT_THAT(text, HasSubstr("浮力实验"));
  EXPECT_THAT(text, HasSubstr("https://kecang.example/r/"));
  EXPECT_THAT(text, Not(HasSubstr("校内资料")));
  EXPECT_THAT(waiting(), SizeIs(0));

  must(postman.run());
  add("压强", test::Catalogue::to_group(group_));
  tomorrow();
  must(postman.run());
  const auto second = sink.next();
  EXPECT_NE(second["id"], letter["id"]);
  EXPECT_THAT(second["text"].get<std::string>(), Not(HasSubstr("浮力")));
}

TEST_F(PostmanTest, RightsAreAskedForWhenItIsSent) {
  const auto id = add("浮力实验", test::Catalogue::to_group(group_));
  tomorrow();
  must(notices_.make_letters(10));
  withdraw(id);
  MailSink sink;
  auto postman = this->postman(sink);
  must(postman.run());
  EXPECT_THAT(waiting(), SizeIs(0)) << "nothing new, no letter";
  add("压强", test::Catalogue::to_group(group_));
  tomorrow();
  must(notices_.make_letters(10));
  membership_.until = p_.clock.now();
  must(p_.directory.put_membership(p_.operating, membership_));
  must(postman.run());
  EXPECT_THAT(waiting(), SizeIs(0)) << "left the group";
}

TEST_F(PostmanTest, WhatCouldNotBeSentWaitsAndGoesOutLater) {
  add("浮力实验", test::Catalogue::to_group(group_));
  tomorrow();
  must(postman(1).run());  // nobody listens there
  EXPECT_THAT(must(notices_.due_letters(10)), SizeIs(0)) << "not at once again";
  MailSink sink({"451 later"});
  auto postman = this->postman(sink);
  p_.clock.advance(std::chrono::minutes{2});
  must(postman.run());
  EXPECT_THAT(must(notices_.due_letters(10)), SizeIs(0));
  p_.clock.advance(std::chrono::minutes{3});
  must(postman.run());
  EXPECT_THAT(sink.next()["text"].get<std::string>(), HasSubstr("浮力实验"));
  EXPECT_THAT(waiting(), SizeIs(0));
  EXPECT_THAT(given_up_, SizeIs(0));
}

TEST_F(PostmanTest, IsGivenUpWhenItIsRefusedForGoodOrTooOften) {
  add("浮力实验", test::Catalogue::to_group(group_));
  tomorrow();
  {
    MailSink sink({"550 nobody"});
    must(postman(sink).run());
    EXPECT_THAT(given_up_, ElementsAre("mail.refused"));
    EXPECT_THAT(waiting(), SizeIs(0));
  }
  add("压强", test::Catalogue::to_group(group_));
  tomorrow();
  auto postman = this->postman(1);
  for (std::uint32_t i = 0; i < Letter::kMostAttempts; ++i) {
    must(postman.run());
    p_.clock.advance(std::chrono::hours{5});
  }
  EXPECT_THAT(given_up_, ElementsAre("mail.refused", "mail.not_sent"));
  EXPECT_THAT(waiting(), SizeIs(0));
}

TEST_F(PostmanTest, TwoRoundsAtOnceMakeOneLetter) {
  add("浮力实验", test::Catalogue::to_group(group_));
  tomorrow();
  must(notices_.make_letters(10));
  must(notices_.make_letters(10));
  EXPECT_THAT(must(notices_.due_letters(10)), SizeIs(1));
}

}  // namespace
}  // namespace kecang
