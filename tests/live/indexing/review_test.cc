/// Plan, review, apply, undo: by HTTP as the page does it, and on the command line.
#include <algorithm>

#include "tests/live/indexing/school_house.h"
#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class Review : public ::testing::Test {
 protected:
  /// The school's archive, sent to be looked at first.
  std::string send(const std::string& bytes = school_archive()) {
    return upload(li, {.name = "初二数学.zip", .school = school(), .review = true}, bytes);
  }
  std::string school() {
    const auto page = li.get("/api/v1/schools").json();
    for (const auto& one : page["items"])
      if (one["key"] == "yucai") return one["id"];
    return {};
  }
  json status(const std::string& import) { return li.get("/api/v1/imports/" + import).json(); }
  json wait_for(const std::string& import, const std::string& state) {
    json now;
    const bool reached = LiveServer::wait_until([&] {
      now = status(import);
      return now.is_object() && now["import"].value("state", "") == state;
    });
    EXPECT_TRUE(reached) << now << house.server.log_text();
    return now;
  }
  json planned(const std::string& import) { return planned_import(li, import); }
  std::vector<json> entries(const std::string& import, const std::string& state = {}) {
    const auto answer =
        li.get("/api/v1/imports/" + import + "/entries?limit=200" + (state.empty() ? "" : "&state=" + state));
    EXPECT_EQ(answer.status, 200) << answer;
    return answer.json()["items"];
  }
  json entry(const std::string& import, const std::string& path_end) {
    for (const auto& one : entries(import))
      if (one["path"].get<std::string>().ends_with(path_end)) return one;
    ADD_FAILURE() << "no file " << path_end;
    return {};
  }
  json edit(const std::string& import, const json& body, int expected = 200) {
    const auto answer = li.patch_json("/api/v1/imports/" + import + "/plan", body);
    EXPECT_EQ(answer.status, expected) << answer;
    return answer.json();
  }
  void say(const std::string& import, const std::string& what, int expected = 200) {
    const auto answer = li.post("/api/v1/imports/" + import + "/" + what, "");
    EXPECT_EQ(answer.status, expected) << answer;
  }
  std::vector<std::string> found(const std::string& words) { return SchoolHouse::titles(li, encoded(words)); }

  SchoolHouse house;
  HttpClient li = house.li();
};

TEST_F(Review, NothingIsTakenInBeforeAPersonSaysSo) {
  const auto import = send();
  const auto now = planned(import);
  EXPECT_EQ(now["counts"]["planned"], 6) << now;
  EXPECT_EQ(now["counts"]["skipped"], 1) << now;
  EXPECT_TRUE(now["may_review"]);
  EXPECT_EQ(entry(import, "二次函数.txt")["path"], "数学/教案/二次函数.txt") << "names are read as GBK";
  EXPECT_THAT(found("抛物线"), IsEmpty());
}

TEST_F(Review, CopiesWithinTheArchiveAreNamed) {
  const auto import = send();
  planned(import);
  const auto first = entry(import, "期中考试.txt"), second = entry(import, "copy.txt");
  const auto& copy = first["index"] < second["index"] ? second : first;
  const auto& original = first["index"] < second["index"] ? first : second;
  EXPECT_EQ(copy["plan"]["same_as"], original["index"].get<int>() + 1) << copy;
  EXPECT_EQ(original["plan"]["same_as"], 0);
}

TEST_F(Review, GuessesSayWhereTheyComeFromAndAPersonsWordIsFirm) {
  const auto import = send();
  planned(import);
  const auto lesson = entry(import, "二次函数.txt");
  EXPECT_EQ(lesson["plan"]["tags"]["subject"]["value"], "数学") << lesson;
  EXPECT_EQ(lesson["plan"]["tags"]["subject"]["source"], "path");
  EXPECT_EQ(lesson["plan"]["tags"]["type"]["value"], "教案");
  EXPECT_FALSE(lesson["plan"]["unsure"]);
  EXPECT_EQ(edit(import, {{"entries", {lesson["index"]}},
                          {"title", "二次函数的图象"},
                          {"tags", {{"grade", "九年级"}}}})["changed"],
            1);
  const auto changed = entry(import, "二次函数.txt");
  EXPECT_EQ(changed["plan"]["title"], "二次函数的图象");
  EXPECT_EQ(changed["plan"]["tags"]["grade"]["source"], "person");
}

TEST_F(Review, WhatIsSaidOfAFolderCountsForAllBelowIt) {
  const auto import = send();
  planned(import);
  const auto unsure = entries(import, "unsure").size();
  EXPECT_GT(unsure, 0U);
  EXPECT_GT(edit(import, {{"folder", "数学"}, {"tags", {{"grade", "八年级"}, {"type", "教案"}}}})["changed"],
            2);
  EXPECT_EQ(entry(import, "copy.txt")["plan"]["tags"]["grade"]["value"], "八年级");
  EXPECT_NE(entry(import, "联通.txt")["plan"]["tags"]["grade"]["value"], "八年级");
  EXPECT_LT(entries(import, "unsure").size(), unsure);
  const auto folders = li.get("/api/v1/imports/" + import + "/folders").json()["items"];
  ASSERT_THAT(folders, SizeIs(3)) << folders;
  EXPECT_EQ(folders[0]["folder"], "");
  EXPECT_EQ(folders[0]["files"], 6);
  EXPECT_EQ(folders[1]["folder"], "数学");
  EXPECT_EQ(folders[1]["tags"]["grade"], "八年级");
  EXPECT_EQ(folders[2]["folder"], "数学/教案");
  const auto below =
      li.get("/api/v1/imports/" + import + "/entries?state=planned&below=" + encoded("数学/教案"));
  EXPECT_EQ(below.status, 200) << below;
  ASSERT_THAT(below.json()["items"], SizeIs(1)) << below;
  EXPECT_EQ(below.json()["items"][0]["path"], "数学/教案/二次函数.txt");
  EXPECT_EQ(li.get("/api/v1/imports/" + import + "/entries?state=indexed&below=a").status, 400);
}

TEST_F(Review, AnotherEncodingIsSeenAtOnceAndWhatWasSaidStays) {
  const auto import = send();
  planned(import);
  const auto index = entry(import, "二次函数.txt")["index"];
  edit(import, {{"entries", {index}}, {"tags", {{"grade", "九年级"}}}});
  EXPECT_EQ(li.put_json("/api/v1/imports/" + import + "/charset", {{"charset", "Big5"}}).status, 200);
  planned(import);
  const auto garbled = entries(import)[index];
  EXPECT_THAT(garbled["path"].get<std::string>(), Not(HasSubstr("二次函数")));
  EXPECT_EQ(garbled["plan"]["tags"]["grade"]["value"], "九年级");
  EXPECT_EQ(li.put_json("/api/v1/imports/" + import + "/charset", {{"charset", "GB18030"}}).status, 200);
  planned(import);
  EXPECT_EQ(entries(import)[index]["path"], "数学/教案/二次函数.txt");
  EXPECT_EQ(li.put_json("/api/v1/imports/" + import + "/charset", {{"charset", "klingon"}}).status, 400);
}

TEST_F(Review, TheTableGoesOutAndComesBack) {
  const auto import = send();
  planned(import);
  const auto table = li.get("/api/v1/imports/" + import + "/plan.csv");
  ASSERT_EQ(table.status, 200) << table;
  EXPECT_THAT(table.body, HasSubstr("序号,路径,处理,标题,类型"));
  const auto unchanged =
      li.post("/api/v1/imports/" + import + "/plan.csv", table.body, {{"Content-Type", "text/csv"}});
  EXPECT_EQ(unchanged.status, 200) << unchanged;
  EXPECT_EQ(unchanged.json()["changed"], 0) << unchanged;
  const auto index = std::to_string(entry(import, "二次函数.txt")["index"].get<int>() + 1);
  const auto answer = li.post("/api/v1/imports/" + import + "/plan.csv",
                              "序号,处理,年级,学科\n" + index + ",不入库,九年级,\n99,不入库,,\nx,,,\n",
                              {{"Content-Type", "text/csv"}});
  EXPECT_EQ(answer.json()["changed"], 1) << answer;
  ASSERT_THAT(answer.json()["problems"], SizeIs(1)) << answer;
  EXPECT_EQ(answer.json()["problems"][0]["code"], "plan.number_unknown");
  EXPECT_EQ(entry(import, "二次函数.txt")["plan"]["action"], "leave_out");
}

TEST_F(Review, AppliedTheFilesAreFoundAsPlannedAndUndoneNothingIs) {
  const auto import = send();
  planned(import);
  const auto lesson = entry(import, "二次函数.txt")["index"];
  edit(import, {{"entries", {lesson}}, {"title", "抛物线一课"}});
  edit(import, {{"entries", {entry(import, "photo.xyz")["index"]}}, {"action", "leave_out"}});
  say(import, "apply");
  const auto done = wait_for(import, "done");
  EXPECT_EQ(done["counts"]["indexed"], 4) << done;
  EXPECT_EQ(done["counts"]["duplicate"], 1) << done;
  EXPECT_EQ(done["counts"]["skipped"], 2) << done;
  EXPECT_THAT(found("抛物线"), ElementsAre("抛物线一课"));
  const auto report = li.get("/api/v1/imports/" + import + "/report.html");
  EXPECT_EQ(report.status, 200);
  EXPECT_THAT(report.body, HasSubstr("<td>数学/教案/二次函数.txt</td>"));
  EXPECT_THAT(report.body, HasSubstr("按核对结果没有入库"));
  EXPECT_THAT(report.body, Not(HasSubstr("http")));
  const auto resource = entry(import, "二次函数.txt")["resource"].get<std::string>();
  EXPECT_EQ(li.get("/api/v1/resources/" + resource).status, 200);
  say(import, "undo");
  const auto undone = wait_for(import, "undone");
  EXPECT_EQ(undone["counts"]["undone"], 7) << undone;
  EXPECT_EQ(li.get("/api/v1/resources/" + resource).status, 404);
  EXPECT_THAT(found("抛物线"), IsEmpty());
  say(import, "undo", 409);
  const auto verified = json::parse(house.indexer({"verify"}));
  EXPECT_EQ(verified["resources"], 0) << verified;
}

TEST_F(Review, UndoLeavesSearchAsItWas) {
  const auto first = house.files.write("一.zip", school_archive());
  house.indexer({"import", first.string(), "--school", "yucai"});
  const auto answers = [&] {
    std::string all;
    for (const auto* words : {"抛物线", "考试", "联通", "图象", "xylophone"}) {
      auto page = li.get("/api/v1/search?q=" + encoded(words)).json();
      // That it was changed and changed back is no secret.
      for (auto& hit : page["hits"]) {
        hit["resource"].erase("version");
        hit["resource"].erase("changed_at");
      }
      all += page.dump() + "\n";
    }
    return all;
  };
  const auto before = answers();
  const auto import = send(ZipWriter()
                               .add("new.txt", "新的一课：抛物线与考试图象")
                               .add("again.txt", "期中考试范围：一元二次方程与旋转对称图形。")
                               .bytes());
  planned(import);
  say(import, "apply");
  wait_for(import, "done");
  EXPECT_NE(answers(), before);
  say(import, "undo");
  wait_for(import, "undone");
  EXPECT_TRUE(LiveServer::wait_until([&] { return answers() == before; })) << answers() << before;
}

TEST_F(Review, UndoLeavesCatalogueBytesAndAnswersExactlyAsTheyWere) {
  finished_import(
      li, upload(li, {.name = "七上有理数加法教案.txt", .school = school()}, "有理数的加法法则，旧的教案"));
  finished_import(li, upload(li, {.name = "别的一份.txt", .school = school()}, "与有理数无关的考试"));
  auto inside = house.server.client();
  inside.with_header("Authorization", "Bearer " + house.server.internal_token());
  // Every resource as the catalogue has it, with its text; only counters of changes may differ.
  const auto catalogue = [&] {
    auto items = json::from_cbor(inside.get("/internal/v1/resources?limit=100&text=yes").body)["items"];
    for (auto& item : items) {
      item.erase("version");
      for (const auto* counter : {"version", "changed_at", "text_generation"})
        item["resource"].erase(counter);
    }
    return items;
  };
  // The bytes each of them refers to can be opened, and are what they were.
  const auto bytes = [&] {
    std::map<std::string, std::string> all;
    for (const auto& item : catalogue()) {
      const auto id = item["resource"]["id"].get<std::string>();
      const auto file = li.get("/api/v1/resources/" + id + "/file");
      EXPECT_EQ(file.status, 200) << file;
      all[id] = file.body;
    }
    return all;
  };
  const auto answers = [&] {
    std::string all;
    for (const auto* words : {"有理数", "考试", "教案", "quagga"}) {
      auto page = li.get("/api/v1/search?q=" + encoded(words)).json();
      // That it was changed and changed back is no secret.
      for (auto& hit : page["hits"]) {
        hit["resource"].erase("version");
        hit["resource"].erase("changed_at");
      }
      all += page.dump() + "\n";
    }
    return all;
  };
  const auto before = catalogue();
  const auto bytes_before = bytes();
  const auto answers_before = answers();
  ASSERT_THAT(before, SizeIs(2));
  const auto import = send(ZipWriter()
                               .add("七上有理数加法教案_修改版.txt", "有理数 quagga", ZipWriter::kUtf8Name)
                               .add("全新的.txt", "新的考试 quagga", ZipWriter::kUtf8Name)
                               .add("抄来的.txt", "与有理数无关的考试", ZipWriter::kUtf8Name)
                               .bytes());
  planned(import);
  edit(import, {{"entries", {entry(import, "修改版.txt")["index"]}}, {"action", "replace"}});
  say(import, "apply");
  wait_for(import, "done");
  EXPECT_NE(bytes(), bytes_before);
  EXPECT_NE(answers(), answers_before);
  say(import, "undo");
  wait_for(import, "undone");
  EXPECT_TRUE(LiveServer::wait_until([&] { return catalogue() == before; })) << catalogue() << before;
  EXPECT_EQ(bytes(), bytes_before);
  EXPECT_TRUE(LiveServer::wait_until([&] { return answers() == answers_before; }))
      << answers() << answers_before;
  const auto verified = json::parse(house.indexer({"verify", "--read-blobs"}));
  EXPECT_THAT(verified["differences"], IsEmpty()) << verified;
}

TEST_F(Review, APersonDecidesWhatIsANewVersion) {
  const auto old_file = house.files.write("七上有理数加法教案.txt", "有理数的加法法则，旧的教案");
  house.indexer({"import", old_file.string(), "--school", "yucai"});
  const auto import =
      send(ZipWriter()
               .add("七上有理数加法教案_修改版.txt", "有理数的加法法则，新的教案", ZipWriter::kUtf8Name)
               .bytes());
  planned(import);
  const auto offered = entries(import)[0];
  ASSERT_TRUE(offered["plan"].contains("maybe")) << offered;
  EXPECT_EQ(offered["plan"]["maybe"]["title"], "七上有理数加法教案");
  EXPECT_TRUE(offered["plan"]["unsure"]);
  const auto older = offered["plan"]["maybe"]["resource"].get<std::string>();
  // Brought by the operator: Li sees it and may not change it.
  edit(import, {{"entries", {0}}, {"action", "replace"}}, 403);
  const auto table = li.post("/api/v1/imports/" + import + "/plan.csv", "序号,处理,标题\n1,作为新版本,x\n",
                             {{"Content-Type", "text/csv"}});
  EXPECT_EQ(table.status, 200) << table;
  EXPECT_EQ(table.json()["changed"], 0) << table;
  EXPECT_EQ(table.json()["problems"][0]["code"], "resource.not_editor") << table;
  edit(import, {{"entries", {0}}, {"action", "add"}});
  EXPECT_EQ(edit(import, {{"entries", {0}}, {"action", "replace"}}, 403)["code"], "resource.not_editor");
  say(import, "apply");
  wait_for(import, "done");
  EXPECT_THAT(found("有理数"), UnorderedElementsAre("七上有理数加法教案", "七上有理数加法教案_修改版"));
  EXPECT_NE(entries(import)[0]["resource"], older);
}

TEST_F(Review, AFolderThatAsksForVersionsOfWhatItsReaderMayNotChangeChangesTheRest) {
  const auto old_file = house.files.write("七上有理数加法教案.txt", "有理数的加法法则，旧的教案");
  house.indexer({"import", old_file.string(), "--school", "yucai"});
  finished_import(li,
                  upload(li, {.name = "七上整式加减教案.txt", .school = school()}, "整式的加减，旧的教案"));
  const auto import = send(ZipWriter()
                               .add("教案/七上有理数加法教案_修改版.txt", "新的一", ZipWriter::kUtf8Name)
                               .add("教案/七上整式加减教案_修改版.txt", "新的二", ZipWriter::kUtf8Name)
                               .bytes());
  planned(import);
  for (const auto& wish :
       {json{{"folder", "教案"}, {"action", "replace"}}, json{{"entries", {0, 1}}, {"action", "replace"}}}) {
    const auto answer = edit(import, wish);
    EXPECT_EQ(answer["refused"], 1) << answer;
    ASSERT_THAT(answer["first_refused"], SizeIs(1)) << answer;
    EXPECT_EQ(answer["first_refused"][0]["code"], "resource.not_editor") << answer;
    EXPECT_EQ(answer["first_refused"][0]["path"], "教案/七上有理数加法教案_修改版.txt");
    EXPECT_FALSE(answer["first_refused"][0]["reason_text"].get<std::string>().empty());
    EXPECT_EQ(entry(import, "有理数加法教案_修改版.txt")["plan"]["action"], "add");
    EXPECT_EQ(entry(import, "整式加减教案_修改版.txt")["plan"]["action"], "replace");
  }
}

TEST_F(Review, TheRightToReplaceIsAskedAgainWhenThePlanIsApplied) {
  auto admin = house.server.admin();
  SmallDistrict::roster(admin, "users", "key,login,name,password\nchen,chen,陈主任,demo-kecang-4\n");
  const std::string head = "kind,member,container,role,from,until\n";
  SmallDistrict::roster(admin, "memberships",
                        head + "user_in_school,chen,yucai,research_leader,2020-01-01,\n");
  const auto old_import =
      upload(li, {.name = "七上有理数加法教案.txt", .school = school()}, "有理数的加法法则，旧的教案");
  finished_import(li, old_import);
  const auto id = resource_of(li, old_import);
  // Chen leads the research at 育才 and may change what colleagues brought.
  auto chen = house.server.sign_in("chen", "demo-kecang-4");
  const auto import = upload(chen, {.name = "教案.zip", .school = school(), .review = true},
                             ZipWriter()
                                 .add("七上有理数加法教案_修改版.txt", "新的教案", ZipWriter::kUtf8Name)
                                 .add("另一份文件.txt", "与此无关的文字", ZipWriter::kUtf8Name)
                                 .bytes());
  planned_import(chen, import);
  const auto decided =
      chen.patch_json("/api/v1/imports/" + import + "/plan", {{"entries", {0}}, {"action", "replace"}});
  ASSERT_EQ(decided.status, 200) << decided;
  // From now on Chen is a teacher like the others.
  SmallDistrict::roster(admin, "memberships",
                        head +
                            "user_in_school,chen,yucai,research_leader,2020-01-01,2021-01-01\n"
                            "user_in_school,chen,yucai,teacher,2021-01-01,\n");
  EXPECT_EQ(chen.post("/api/v1/imports/" + import + "/apply", "").status, 200);
  finished_import(chen, import);
  const auto done = chen.get("/api/v1/imports/" + import + "/entries").json()["items"];
  EXPECT_EQ(done[0]["state"], "skipped") << done;
  EXPECT_EQ(done[0]["reason"], "import.version_refused") << done;
  EXPECT_THAT(done[0]["reason_text"].get<std::string>(), HasSubstr("不能修改")) << done;
  EXPECT_EQ(done[1]["state"], "indexed") << done;
  EXPECT_EQ(li.get("/api/v1/resources/" + id + "/file").body, "有理数的加法法则，旧的教案");
}

TEST_F(Review, ANewVersionIsReadInPlaceOfTheOldOneAndUndoBringsThatBack) {
  const auto old_import =
      upload(li, {.name = "七上有理数加法教案.txt", .school = school()}, "有理数的加法法则，旧的教案");
  finished_import(li, old_import);
  const auto import =
      send(ZipWriter()
               .add("七上有理数加法教案_修改版.txt", "有理数的加法法则 quagga", ZipWriter::kUtf8Name)
               .bytes());
  planned(import);
  edit(import, {{"entries", {0}}, {"action", "replace"}});
  say(import, "apply");
  wait_for(import, "done");
  const auto id = entries(import)[0]["resource"].get<std::string>();
  EXPECT_EQ(id, resource_of(li, old_import));
  EXPECT_EQ(li.get("/api/v1/resources/" + id + "/file").body, "有理数的加法法则 quagga");
  EXPECT_THAT(found("quagga"), SizeIs(1));
  say(import, "undo");
  wait_for(import, "undone");
  EXPECT_EQ(li.get("/api/v1/resources/" + id + "/file").body, "有理数的加法法则，旧的教案");
  // The old text is read again in its own time.
  EXPECT_TRUE(LiveServer::wait_until([&] { return found("quagga").empty(); })) << house.server.log_text();
  EXPECT_THAT(found("旧的教案"), SizeIs(1));
}

TEST_F(Review, OthersSeeNothingOfAPlan) {
  const auto import = send();
  planned(import);
  auto wang = house.wang(), zhao = house.zhao();
  for (auto* page : {&wang, &zhao}) {
    auto& other = *page;
    EXPECT_EQ(other.get("/api/v1/imports/" + import).status, 404);
    EXPECT_EQ(other.get("/api/v1/imports/" + import + "/folders").status, 404);
    EXPECT_EQ(other.get("/api/v1/imports/" + import + "/plan.csv").status, 404);
    EXPECT_EQ(other.get("/api/v1/imports/" + import + "/report.html").status, 404);
    EXPECT_EQ(
        other.patch_json("/api/v1/imports/" + import + "/plan", {{"folder", ""}, {"action", "leave_out"}})
            .status,
        404);
    EXPECT_EQ(other.post("/api/v1/imports/" + import + "/apply", "").status, 404);
    EXPECT_EQ(other.post("/api/v1/imports/" + import + "/undo", "").status, 404);
  }
}

TEST_F(Review, TheOfficeSeesThePlanAndNotWhatItsSenderKeepsToHerself) {
  auto admin = house.server.admin();
  SmallDistrict::roster(admin, "users", "key,login,name,password\nchen,chen,陈主任,demo-kecang-4\n");
  SmallDistrict::roster(admin, "memberships",
                        "kind,member,container,role,from,until\n"
                        "user_in_school,chen,yucai,school_administrator,2020-01-01,\n");
  finished_import(li,
                  upload(li, {.name = "七上私人备课笔记.txt", .school = school(), .visibility = "private"},
                         "只给自己看的笔记"));
  const auto import = send(ZipWriter()
                               .add("七上私人备课笔记(1).txt", "改过的笔记", ZipWriter::kUtf8Name)
                               .add("同一份.txt", "只给自己看的笔记", ZipWriter::kUtf8Name)
                               .bytes());
  planned(import);
  const auto table = "/api/v1/imports/" + import + "/plan.csv",
             list = "/api/v1/imports/" + import + "/entries";
  EXPECT_THAT(li.get(table).body, HasSubstr("可能是新版本：七上私人备课笔记"));
  EXPECT_THAT(li.get(table).body, HasSubstr("与已有资源相同：七上私人备课笔记"));
  auto chen = house.server.sign_in("chen", "demo-kecang-4");
  EXPECT_EQ(chen.get(table).status, 200);
  EXPECT_THAT(chen.get(table).body, HasSubstr("同一份"));
  for (const auto& path : {table, list}) {
    EXPECT_THAT(chen.get(path).body, Not(HasSubstr("新版本：七上"))) << path;
    EXPECT_THAT(chen.get(path).body, Not(HasSubstr("相同：七上"))) << path;
    EXPECT_THAT(chen.get(path).body, Not(HasSubstr("maybe"))) << path;
  }
}

TEST_F(Review, WhatCannotBeSaidIsRefusedInWords) {
  const auto import = send();
  planned(import);
  EXPECT_EQ(edit(import, json::object(), 400)["code"], "plan.entries_or_folder");
  EXPECT_EQ(edit(import, {{"entries", {0, 1}}, {"title", "x"}}, 400)["code"], "plan.title_of_several");
  EXPECT_EQ(edit(import, {{"entries", {0}}, {"title", "  "}}, 400)["code"], "resource.title_empty");
  EXPECT_EQ(edit(import, {{"entries", {0}}, {"tags", {{"colour", "red"}}}}, 400)["code"],
            "resource.tag_unknown");
  EXPECT_EQ(edit(import, {{"entries", {0}}, {"action", "replace"}}, 400)["code"], "plan.no_version");
  EXPECT_EQ(edit(import, {{"entries", {0}}, {"action", "burn"}}, 400)["code"], "value.unknown");
  say(import, "apply");
  EXPECT_EQ(edit(import, {{"entries", {0}}, {"tags", {{"grade", "七年级"}}}}, 409)["code"],
            "import.not_planned");
  wait_for(import, "done");
}

TEST_F(Review, OnTheCommandLineAPlanIsWrittenEditedAndApplied) {
  const auto archive = house.files.write("初二数学.zip", school_archive());
  const auto plan = (house.files / "plan.csv").string();
  const auto printed = json::parse(house.indexer(
      {"import", archive.string(), "--school", "yucai", "--group", "physics", "--dry-run", plan}));
  EXPECT_EQ(printed["imports"][0]["counts"]["planned"], 6) << printed;
  EXPECT_THAT(found("抛物线"), IsEmpty());
  auto table = test::read_file(plan);
  const auto title = table.find(",二次函数,");
  ASSERT_NE(title, std::string::npos) << table;
  table.replace(title, std::string(",二次函数,").size(), ",抛物线一课,");
  house.files.write("edited.csv", table);
  const auto report = (house.files / "report.csv").string();
  const auto applied = json::parse(
      house.indexer({"import", "--apply", (house.files / "edited.csv").string(), "--report", report}));
  EXPECT_EQ(applied["imports"][0]["import"]["state"], "done") << applied;
  EXPECT_THAT(found("抛物线"), ElementsAre("抛物线一课"));
  EXPECT_THAT(test::read_file(report), HasSubstr("indexed"));
  // Interrupted and said again, it is only waited for.
  house.indexer({"import", "--apply", (house.files / "edited.csv").string()});
  auto wang = house.wang();
  EXPECT_THAT(SchoolHouse::titles(wang, encoded("抛物线")), ElementsAre("抛物线一课"));
  house.indexer({"import", "--undo", printed["imports"][0]["import"]["id"].get<std::string>()});
  EXPECT_THAT(found("抛物线"), IsEmpty());
}

TEST_F(Review, ATableWithAMistakeAppliesNothing) {
  const auto archive = house.files.write("初二数学.zip", school_archive());
  const auto plan = (house.files / "plan.csv").string();
  house.indexer({"import", archive.string(), "--school", "yucai", "--dry-run", plan});
  auto table = test::read_file(plan);
  const auto action = table.find(",入库,");
  table.replace(action, std::string(",入库,").size(), ",删掉,");
  house.files.write("edited.csv", table);
  EXPECT_THAT(house.indexer({"import", "--apply", (house.files / "edited.csv").string()}, 1),
              HasSubstr("plan.action_unknown"));
  EXPECT_THAT(found("抛物线"), IsEmpty());
}

}  // namespace
}  // namespace kecang::testing
