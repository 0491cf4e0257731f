/// What a scope lets its viewer know by its title and no more, and what is asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/access/scope_builder.h"
#include "storage/catalog/access_requests.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/title_listing.h"
#include "storage/catalog/title_rows.h"
#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using testing::ElementsAre;
using testing::IsEmpty;

class KnownTitles : public testing::Test {
 protected:
  void SetUp() override {
    c.join(li, giver);
    c.join(zhao, taker);
    agreement.title = "协议";
    agreement.parties = {Catalogue::party(giver), Catalogue::party(taker)};
    agreement.sharing = Sharing::by_release;
    agreement.unshared = Unshared::titles;
    agreement.state = AgreementState::filed;
    agreement = c.agree(agreement);
  }
  ResourceId lesson(const std::string& title, std::vector<Release> releases = {}) {
    auto file = c.file(li, giver, title + ".txt", title);
    if (!releases.empty()) file.releases = std::move(releases);
    file.title = title;
    c.clock.advance(milliseconds{1});  // ids of one instant have no order
    return c.entry_resource(c.accept(file));
  }
  AccessScope scope_of(const User& user) {
    return must(access::ScopeBuilder(c.directory).viewer(user, c.clock.now())).scope();
  }
  std::vector<std::string> titles(const User& user, PageRequest page = {}) {
    std::vector<std::string> found;
    for (const auto& one : must(catalog.titles(
                                    scope_of(user), [](auto) { return true; }, page))
                               .items)
      found.push_back(one.title);
    return found;
  }

  Catalogue c;
  const User li = c.user("li"), zhao = c.user("zhao"), wang = c.user("wang");
  const School giver = c.school("giver"), taker = c.school("taker");
  Agreement agreement;
  TitleCatalog catalog{c.store()};
  AccessRequestCatalog requests{c.store(), c.clock};
};

TEST_F(KnownTitles, AreThoseAnAgreementTellsAndNothingThatIsSharedOrPrivate) {
  lesson("浮力");
  lesson("折射", {{ReleaseKind::school, giver.id.text()}, {ReleaseKind::agreement, agreement.id.text()}});
  lesson("私有", {{ReleaseKind::user, li.id.text()}});
  lesson("仅本校", {{ReleaseKind::school_only, giver.id.text()}});
  EXPECT_THAT(titles(zhao), ElementsAre("浮力"));
  EXPECT_THAT(titles(li), IsEmpty()) << "what one may view is found by searching";
  EXPECT_THAT(titles(wang), IsEmpty());
}

TEST_F(KnownTitles, GoWithTheAgreement) {
  const auto id = lesson("浮力");
  EXPECT_EQ(must(catalog.title(scope_of(zhao), id)).title, "浮力");
  agreement.state = AgreementState::terminated;
  agreement = must(c.directory.put_agreement(c.operating, agreement, {}));
  EXPECT_THAT(titles(zhao), IsEmpty());
  EXPECT_THAT(catalog.title(scope_of(zhao), id), FailsWith(ErrorKind::not_found, "resource.absent"));
}

TEST_F(KnownTitles, AreAlsoThoseOfOffersToBeFoundOnly) {
  lesson("开放标题", {{ReleaseKind::school, giver.id.text()},
                      {ReleaseKind::everyone, "", std::vector<Action>{Action::find}}});
  EXPECT_THAT(titles(wang), ElementsAre("开放标题"));
}

TEST_F(KnownTitles, ComeInWholePagesWhateverStandsBetween) {
  for (int i = 0; i < 5; ++i) {
    lesson("可知" + std::to_string(i));
    lesson("私有" + std::to_string(i), {{ReleaseKind::user, li.id.text()}});
  }
  const auto first =
      must(catalog.titles(scope_of(zhao), [](auto) { return true; }, {.after = {}, .limit = 3}));
  EXPECT_EQ(first.items.size(), 3U);
  EXPECT_EQ(first.next, first.items.back().id.text());
  EXPECT_THAT(titles(zhao, {.after = first.next, .limit = 3}), ElementsAre("可知1", "可知0"));
  const auto wanted = [](std::string_view title) { return title.ends_with("3"); };
  EXPECT_EQ(must(catalog.titles(scope_of(zhao), wanted, {})).items.size(), 1U);
}

TEST_F(KnownTitles, AreMadeForWhatWasThereBefore) {
  lesson("浮力");
  must(c.store().run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto rows, tx.scan(Range::prefix("title.of/")));
    for (const auto& row : rows) KECANG_TRY(tx.erase(row.key));
    return {};
  }));
  EXPECT_THAT(titles(zhao), IsEmpty());
  EXPECT_TRUE(must(make_title_rows(c.store(), 10)));
  EXPECT_THAT(titles(zhao), ElementsAre("浮力"));
  EXPECT_TRUE(must(make_title_rows(c.store(), 10))) << "once is enough";
}

TEST_F(KnownTitles, AreAskedForOnceAndByNobodyWhoDoesNotKnowThem) {
  const auto id = lesson("浮力"), hidden = lesson("私有", {{ReleaseKind::user, li.id.text()}});
  AccessRequest request;
  request.resource = id;
  request.by = zhao.id;
  request.reason = "备课";
  const auto actor = Actor::user(zhao.id, "");
  const auto asked = must(requests.ask(actor, scope_of(zhao), request));
  EXPECT_EQ(asked.version, 1U);
  EXPECT_THAT(requests.ask(actor, scope_of(zhao), request),
              FailsWith(ErrorKind::conflict, "access_request.already_open"));
  request.resource = hidden;
  EXPECT_THAT(requests.ask(actor, scope_of(zhao), request),
              FailsWith(ErrorKind::not_found, "resource.absent"));
  request.resource = id;
  EXPECT_THAT(requests.ask(actor, scope_of(li), request),
              FailsWith(ErrorKind::conflict, "access_request.not_needed"));
  EXPECT_EQ(must(requests.at(giver.id)).size(), 1U);
}

TEST_F(KnownTitles, AreOpenedAndSettledInOneTransaction) {
  const auto id = lesson("浮力");
  AccessRequest request;
  request.resource = id;
  request.by = zhao.id;
  auto asked = must(requests.ask(Actor::user(zhao.id, ""), scope_of(zhao), request));
  asked.state = AccessRequestState::granted;
  const Release release{ReleaseKind::user, zhao.id.text()};
  const auto actor = Actor::user(li.id, "");
  EXPECT_THAT(requests.grant(actor, scope_of(zhao), asked, release),
              FailsWith(ErrorKind::not_found, "resource.absent"));
  EXPECT_EQ(must(requests.request(asked.id)).state, AccessRequestState::asked)
      << "nothing was done by halves";
  must(requests.grant(actor, scope_of(li), asked, release));
  EXPECT_TRUE(must(catalog.title(scope_of(zhao), id)).viewable);
  EXPECT_THAT(requests.settle(actor, asked), FailsWith(ErrorKind::conflict, "access_request.changed"));
}

}  // namespace
}  // namespace kecang
