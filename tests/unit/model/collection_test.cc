#include "schemas/model/collection.h"

#include <gmock/gmock.h>

#include "tests/support/scope.h"

namespace kecang {
namespace {

const auto kOwner = UserId::trusted("u1");
const auto kOther = UserId::trusted("u2");
const auto kSchool = SchoolId::trusted("s1");
const auto kGroup = GroupId::trusted("g1");
const auto kAgreement = AgreementId::trusted("a1");

AccessScope of(const UserId& user, std::vector<ScopeGrant> grants = {}) {
  return test::scope_of({scope_term::user(user), scope_term::everyone()}, std::move(grants));
}
Collection collection(CollectionState state, std::vector<Release> releases) {
  Collection collection;
  collection.owner_user = kOwner;
  collection.school = kSchool;
  collection.state = state;
  collection.releases = std::move(releases);
  return collection;
}
ScopeGrant grant(std::string term) {
  ScopeGrant grant;
  grant.terms = {std::move(term)};
  return grant;
}
bool sees(const AccessScope& scope, const Collection& one, std::vector<GroupId> curated = {}) {
  return may_see({.scope = scope, .curated = std::move(curated)}, one);
}

TEST(CollectionRules, ADraftIsForThoseWhoEditIt) {
  auto draft = collection(CollectionState::draft, {{ReleaseKind::everyone, ""}});
  EXPECT_TRUE(sees(of(kOwner), draft));
  EXPECT_FALSE(sees(of(kOther), draft));
  draft.collaborators = {kOther};
  EXPECT_TRUE(may_edit({.scope = of(kOther), .curated = {}}, draft));
  EXPECT_FALSE(may_manage({.scope = of(kOther), .curated = {}}, draft));
  EXPECT_TRUE(may_manage({.scope = of(kOwner), .curated = {}}, draft));
}

TEST(CollectionRules, AGroupsIsManagedByThoseWhoCurateForIt) {
  auto draft = collection(CollectionState::draft, {});
  draft.owner_user = {};
  draft.owner_group = kGroup;
  EXPECT_TRUE(sees(of(kOther), draft, {kGroup}));
  EXPECT_TRUE(may_manage({.scope = of(kOther), .curated = {kGroup}}, draft));
  EXPECT_FALSE(sees(of(kOther), draft, {GroupId::trusted("g2")}));
  const auto nobody = test::scope_of({scope_term::user(UserId())});
  EXPECT_FALSE(sees(nobody, draft)) << "no user is no owner";
}

TEST(CollectionRules, APublishedOneIsForThoseItIsOfferedToFromTheTimeSaid) {
  EXPECT_TRUE(sees(of(kOther), collection(CollectionState::published, {{ReleaseKind::everyone, ""}})));
  EXPECT_FALSE(sees(of(kOther), collection(CollectionState::published, {{ReleaseKind::group, "g1"}})));
  Release later{ReleaseKind::everyone, ""};
  later.from = Time{milliseconds{1}};
  EXPECT_FALSE(sees(of(kOther), collection(CollectionState::published, {later})));
}

TEST(CollectionRules, AnAgreementShowsItFromItsGiversWhereItPermitsReading) {
  const auto published = collection(CollectionState::published, {{ReleaseKind::agreement, "a1"}});
  auto by = grant(scope_term::agreement(kAgreement));
  by.types = {"教案"};  // which kinds of resources it covers is no question here
  by.owners = {"s1"};
  EXPECT_TRUE(sees(of(kOther, {by}), published));
  by.owners = {"s2"};
  EXPECT_FALSE(sees(of(kOther, {by}), published));
  by.owners = {"s1"};
  by.actions = {Action::find};
  EXPECT_FALSE(sees(of(kOther, {by}), published));
}

TEST(CollectionRules, WhatASchoolOfferedItsGroupEndsWithItsMembership) {
  const auto published = collection(CollectionState::published, {{ReleaseKind::group, "g1"}});
  auto by = grant(scope_term::group(kGroup));
  EXPECT_TRUE(sees(of(kOther, {by}), published));
  by.not_owners = {"s1"};
  EXPECT_FALSE(sees(of(kOther, {by}), published));
}

TEST(CollectionRules, PartIdsAreOfChance) {
  const auto first = new_part_id();
  EXPECT_EQ(first.size(), 16U);
  EXPECT_NE(first, new_part_id());
}

}  // namespace
}  // namespace kecang
