/// Agreements between schools, from the draft to the end, as people of both sides meet them.
#include <gmock/gmock.h>

#include "tests/support/bureau_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

constexpr const char* kAgreements = "/api/v1/agreements";

std::vector<std::string> texts(const json& array) {
  std::vector<std::string> all;
  for (const auto& one : array) all.push_back(one.get<std::string>());
  return all;
}

class LiveAgreements : public ::testing::Test {
 protected:
  json terms(const std::string& sharing) const {
    return {{"title", "江北与城东帮扶协议"},
            {"sharing", sharing},
            {"actions", {"view"}},
            {"parties",
             {{{"kind", "school"}, {"id", district_.id("s1")}, {"role", "lead"}},
              {{"kind", "school"}, {"id", district_.id("s3")}, {"role", "member"}}}},
            {"until", "2099-01-01"}};
  }
  static json step(HttpClient& page, const json& agreement, const std::string& step,
                   json more = json::object()) {
    more["step"] = step;
    more["version"] = agreement["version"];
    const auto answer =
        page.post_json(kAgreements + ("/" + agreement["id"].get<std::string>() + "/steps"), more);
    EXPECT_EQ(answer.status, 200) << step << answer;
    return answer.json();
  }
  json filed(const std::string& sharing) {
    auto agreement = chen_.post_json(kAgreements, terms(sharing)).json();
    agreement = step(chen_, agreement, "propose");
    agreement = step(chen_, agreement, "approve", {{"party", district_.id("s1")}});
    agreement = step(sun_, agreement, "approve", {{"party", district_.id("s3")}});
    return step(officer_, agreement, "file", {{"filing_number", "江教备2026-7"}});
  }
  std::string lesson() {
    return resource_of(wang_, upload(wang_, {"光的折射.txt", district_.id("s1")}, "光的折射规律"));
  }
  static int status(HttpClient& page, const std::string& resource, const std::string& below = "") {
    return page.get("/api/v1/resources/" + resource + below).status;
  }

  LiveServer server_;
  BureauDistrict district_{server_};
  HttpClient chen_ = district_.page("chen");
  HttpClient sun_ = district_.page("sun");
  HttpClient officer_ = district_.page("officer");
  HttpClient wang_ = district_.page("wang");
  HttpClient zhao_ = district_.page("zhao");
  HttpClient li_ = district_.page("li");
};

TEST_F(LiveAgreements, OpenAfterEverybodyApprovedAndTheBureauFiledAndCloseAtOnceWhenTheyEnd) {
  const auto resource = lesson();
  EXPECT_EQ(status(zhao_, resource), 404);
  auto agreement = chen_.post_json(kAgreements, terms("by_default")).json();
  EXPECT_EQ(agreement["phase"], "draft");
  EXPECT_EQ(zhao_.get(kAgreements).json()["items"].size(), 0U) << "a draft is its makers' own";
  agreement = step(chen_, agreement, "propose");
  agreement = step(chen_, agreement, "approve", {{"party", district_.id("s1")}});
  EXPECT_EQ(agreement["phase"], "proposed");
  EXPECT_EQ(status(zhao_, resource), 404);
  agreement = step(sun_, agreement, "approve", {{"party", district_.id("s3")}});
  EXPECT_EQ(agreement["phase"], "approved");
  EXPECT_EQ(status(zhao_, resource), 404);
  agreement = step(officer_, agreement, "file", {{"filing_number", "江教备2026-7"}});
  EXPECT_EQ(agreement["phase"], "active");
  EXPECT_EQ(status(zhao_, resource), 200);
  EXPECT_EQ(status(zhao_, resource, "/segments"), 200);
  EXPECT_EQ(status(li_, resource), 404);

  agreement = step(chen_, agreement, "terminate", {{"note", "合作结束"}});
  for (const auto* below : {"", "/segments", "/file", "/similar", "/why", "/questions", "/preview"})
    EXPECT_EQ(status(zhao_, resource, below), 404) << below;
  std::vector<std::string> steps;
  const auto trail = zhao_.get(kAgreements + ("/" + agreement["id"].get<std::string>() + "/trail")).json();
  for (const auto& event : trail["items"]) steps.push_back(event["step"]);
  EXPECT_THAT(steps, ElementsAre("created", "propose", "approve", "approve", "file", "terminate"));
  EXPECT_EQ(trail["items"][4]["by_name"], "周科员");
}

TEST_F(LiveAgreements, PermitWhatTheyPermitAndSayWhy) {
  const auto agreement = filed("by_default");
  const auto resource = lesson();
  const auto seen = zhao_.get("/api/v1/resources/" + resource).json();
  EXPECT_THAT(texts(seen["actions"]), ElementsAre("find", "view"));
  const auto file = zhao_.get("/api/v1/resources/" + resource + "/file");
  EXPECT_EQ(file.status, 403);
  EXPECT_EQ(file.json()["code"], "resource.download_not_granted");
  EXPECT_EQ(status(wang_, resource, "/file"), 200);
  const auto why = zhao_.get("/api/v1/resources/" + resource + "/why").json();
  ASSERT_EQ(why["items"].size(), 1U);
  EXPECT_EQ(why["items"][0]["agreement"]["id"], agreement["id"]);
  EXPECT_EQ(why["items"][0]["release"]["name"], "江北实验中学");
  EXPECT_EQ(zhao_.get("/api/v1/resources/" + resource + "/audience").status, 403);
  const auto audience = wang_.get("/api/v1/resources/" + resource + "/audience").json();
  ASSERT_EQ(audience["items"].size(), 2U) << audience.dump();
  EXPECT_EQ(audience["items"][1]["schools"][0]["name"], "城东中学");
}

TEST_F(LiveAgreements, NameTheOneByWhichSomethingIsSeen) {
  const auto whole = filed("by_default");
  auto other = terms("by_default");
  other["content"] = {{"types", {"录播课"}}};
  auto narrow = chen_.post_json(kAgreements, other).json();
  narrow = step(chen_, narrow, "propose");
  for (auto* side : {&chen_, &sun_})
    narrow = step(*side, narrow, "approve", {{"party", district_.id(side == &chen_ ? "s1" : "s3")}});
  step(officer_, narrow, "file", {{"filing_number", "江教备2026-8"}});
  const auto why = zhao_.get("/api/v1/resources/" + lesson() + "/why").json();
  ASSERT_EQ(why["items"].size(), 1U);
  EXPECT_EQ(why["items"][0]["agreement"]["id"], whole["id"]);
}

TEST_F(LiveAgreements, ReachWhatIsReleasedToThemWhereThatWasAgreed) {
  const auto agreement = filed("by_release");
  const auto resource = lesson();
  EXPECT_EQ(status(zhao_, resource), 404);
  const auto version = wang_.get("/api/v1/resources/" + resource).json()["version"];
  const json releases{{{"kind", "school"}, {"target", district_.id("s1")}},
                      {{"kind", "agreement"}, {"target", agreement["id"]}}};
  const auto before =
      wang_.post_json("/api/v1/audience", {{"owner", district_.id("s1")}, {"releases", releases}});
  ASSERT_EQ(before.status, 200) << before;
  EXPECT_EQ(before.json()["items"][1]["school_count"], 1U) << before;
  const auto edited =
      wang_.patch_json("/api/v1/resources/" + resource, {{"version", version}, {"releases", releases}});
  EXPECT_EQ(edited.status, 200) << edited;
  EXPECT_EQ(status(zhao_, resource), 200);
  // Of an agreement one is no party to nobody learns whether it is there.
  const json foreign{{{"kind", "agreement"}, {"target", agreement["id"]}}};
  const auto refused =
      li_.post_json("/api/v1/audience", {{"owner", district_.id("s2")}, {"releases", foreign}});
  EXPECT_EQ(refused.status, 403) << refused;
}

TEST_F(LiveAgreements, AreMadeByAdministratorsOfTheirPartiesOnly) {
  EXPECT_EQ(wang_.post_json(kAgreements, terms("by_default")).status, 403);
  auto agreement = chen_.post_json(kAgreements, terms("by_default")).json();
  const auto address = kAgreements + ("/" + agreement["id"].get<std::string>());
  EXPECT_EQ(li_.get(address).status, 404);
  EXPECT_EQ(wang_.get(address).status, 404) << "a draft";
  agreement = step(chen_, agreement, "propose");
  EXPECT_EQ(wang_.get(address).status, 200);
  const json approve{{"step", "approve"}, {"version", agreement["version"]}, {"party", district_.id("s3")}};
  EXPECT_EQ(chen_.post_json(address + "/steps", approve).status, 403) << "not their school";
  const json file{{"step", "file"}, {"version", agreement["version"]}, {"filing_number", "1"}};
  EXPECT_EQ(chen_.post_json(address + "/steps", file).json()["code"], "agreement.wrong_step");
  const json stale{{"step", "take_back"}, {"version", 1}};
  EXPECT_EQ(chen_.post_json(address + "/steps", stale).json()["code"], "agreement.changed");
}

TEST_F(LiveAgreements, GoOnAsANewDraftWithTheOldOneAsItsHistory) {
  const auto agreement = filed("by_default");
  const auto next = step(chen_, agreement, "renew");
  EXPECT_EQ(next["phase"], "draft");
  EXPECT_EQ(next["renews"], agreement["id"]);
  EXPECT_EQ(next["from"], agreement["until"]);
  EXPECT_NE(next["id"], agreement["id"]);
}

TEST_F(LiveAgreements, AnAdministratorLooksAsATeacherAndChangesNothing) {
  const auto own = resource_of(wang_, upload(wang_, {"b.txt", district_.id("s1"), "", "private"}, "own"));
  const auto wang_id = wang_.get("/api/v1/session").json()["user"]["id"];
  EXPECT_EQ(sun_.put_json("/api/v1/session/view-as", {{"user", wang_id}}).status, 403);
  ASSERT_EQ(chen_.put_json("/api/v1/session/view-as", {{"user", wang_id}}).status, 204);
  const auto session = chen_.get("/api/v1/session").json();
  EXPECT_EQ(session["viewing_as"], true);
  EXPECT_EQ(session["user"]["name"], "王晓岚");
  EXPECT_EQ(status(chen_, own), 404) << "what is private stays so";
  EXPECT_EQ(chen_.post_json(kAgreements, terms("by_default")).json()["code"], "session.viewing_as");
  ASSERT_EQ(chen_.put_json("/api/v1/session/view-as", {{"user", ""}}).status, 204);
  EXPECT_EQ(chen_.get("/api/v1/session").json()["user"]["name"], "陈主任");
  auto admin = server_.admin();
  const auto audit = admin.get("/api/v1/admin/audit").json().dump();
  EXPECT_NE(audit.find("session.view_as"), std::string::npos);
}

TEST_F(LiveAgreements, KeepTheirFilesForWhoSeesThemAndAsTheyWereProposed) {
  auto agreement = chen_.post_json(kAgreements, terms("by_default")).json();
  const auto files = kAgreements + ("/" + agreement["id"].get<std::string>()) + "/files";
  const auto add = [&](HttpClient& page, const std::string& name, const std::string& bytes) {
    return page.post(files + "?name=" + name, bytes, {{"Content-Type", "application/octet-stream"}});
  };
  const auto added = add(chen_, "%E7%AD%BE%E7%BD%B2%E9%A1%B5.pdf", "signed text");  // 签署页
  ASSERT_EQ(added.status, 201) << added;
  EXPECT_EQ(add(chen_, "leer.txt", "").json()["code"], "agreement.file_empty");
  EXPECT_EQ(add(wang_, "x.txt", "x").status, 404) << "a draft is its makers' own";
  EXPECT_EQ(zhao_.get(files + "/1").status, 404);

  agreement = chen_.get(kAgreements + ("/" + agreement["id"].get<std::string>())).json();
  agreement = step(chen_, agreement, "propose");
  EXPECT_EQ(add(chen_, "later.txt", "x").json()["code"], "agreement.files_fixed");
  EXPECT_EQ(chen_.send("DELETE", files + "/1", {}, "").json()["code"], "agreement.files_fixed");
  const auto list = zhao_.get(files).json();
  ASSERT_EQ(list["items"].size(), 1U) << list;
  EXPECT_EQ(list["items"][0]["name"], "签署页.pdf");
  const auto file = zhao_.get(files + "/1");
  EXPECT_EQ(file.body, "signed text");
  EXPECT_EQ(file.header("content-type"), "application/octet-stream");
  EXPECT_EQ(officer_.get(files + "/1").status, 200);
  const auto stripped = [](const HttpAnswer& answer) {
    auto body = answer.json();
    body.erase("request_id");
    return std::to_string(answer.status) + body.dump();
  };
  const std::string never = std::string(kAgreements) + "/01ARZ3NDEKTSV4RRFFQ69G5FAV/files";
  for (const auto* below : {"", "/1", "/2"})
    EXPECT_EQ(stripped(li_.get(files + below)), stripped(li_.get(never + below))) << below;
}

}  // namespace
}  // namespace kecang::testing
