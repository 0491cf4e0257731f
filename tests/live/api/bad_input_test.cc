/// What is wrong with a request is said specifically, in both languages, and nothing is lost.
#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

class LiveBadInput : public ::testing::Test {
 protected:
  static void expect_problem(const HttpAnswer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer;
    EXPECT_EQ(answer.code(), code) << answer;
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    const auto problem = answer.json();
    EXPECT_NE(problem.value("title", ""), "") << answer;
    EXPECT_NE(problem.value("title_en", ""), "") << answer;
    EXPECT_EQ(problem.value("title", "{").find('{'), std::string::npos)
        << "every parameter is filled in: " << answer;
    EXPECT_THAT(problem.value("title", ""), ::testing::Not(::testing::HasSubstr("请求有误")))
        << "a sentence of its own";
  }

  LiveServer server_;
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient admin_ = server_.admin();
};

TEST_F(LiveBadInput, MalformedJson) {
  const HttpHeaders json{{"Content-Type", "application/json"}};
  expect_problem(server_.client().post("/api/v1/session", "{\"login\": ", json), 400, "http.json_malformed");
  expect_problem(server_.client().post("/api/v1/session", "{}", {{"Content-Type", "text/plain"}}), 400,
                 "http.not_json");
  expect_problem(server_.client().post_json("/api/v1/session", {{"login", 7}}), 400, "value.wrong_type");
  expect_problem(server_.client().post("/api/v1/session", std::string(200, '['), json), 400,
                 "http.json_malformed");
}

TEST_F(LiveBadInput, UnknownAndMalformedIds) {
  const std::string never = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  expect_problem(wang_.get("/api/v1/resources/" + never), 404, "resource.absent");
  expect_problem(wang_.get("/api/v1/imports/" + never), 404, "import.absent");
  expect_problem(wang_.get("/api/v1/schools/" + never), 404, "school.absent");
  expect_problem(wang_.get("/api/v1/groups/" + never), 404, "group.absent");
  expect_problem(admin_.patch_json("/api/v1/admin/users/" + never, {{"version", 1}}), 404, "user.absent");
  expect_problem(admin_.patch_json("/api/v1/admin/memberships/" + never, {{"version", 1}}), 404,
                 "membership.absent");
  expect_problem(wang_.get("/api/v1/resources/1"), 400, "id.malformed");
  expect_problem(wang_.get("/api/v1/nonsense"), 404, "http.route_not_found");
}

TEST_F(LiveBadInput, SearchesThatMakeNoSense) {
  expect_problem(wang_.get("/api/v1/search?page=0"), 400, "value.out_of_range");
  expect_problem(wang_.get("/api/v1/search?page=two"), 400, "value.not_a_number");
  expect_problem(wang_.get("/api/v1/search?page_size=101"), 400, "value.out_of_range");
  expect_problem(wang_.get("/api/v1/suggest?limit=21"), 400, "value.out_of_range");
  expect_problem(wang_.get("/api/v1/suggest?q=" + std::string(5000, 'x')), 400, "search.text_too_long");
  expect_problem(wang_.get("/api/v1/search?sort=best"), 400, "value.unknown");
  expect_problem(wang_.get("/api/v1/search?q=" + std::string(5000, 'x')), 400, "search.text_too_long");
  expect_problem(wang_.get("/api/v1/imports?limit=0"), 400, "value.out_of_range");
}

TEST_F(LiveBadInput, UploadsThatSayTooLittle) {
  const std::string path = "/api/v1/uploads";
  auto headers = tus_headers({"a.txt", district_.id("s1")}, 5);
  const auto without = [&](const std::string& name) {
    auto fewer = headers;
    std::erase_if(fewer, [&](const auto& header) { return header.first == name; });
    return wang_.post(path, "", fewer);
  };
  expect_problem(without("Upload-Length"), 400, "upload.length_missing");
  expect_problem(without("Upload-Metadata"), 400, "upload.school_missing");
  expect_problem(without("Tus-Resumable"), 412, "upload.tus_version");
  const auto with_metadata = [&](const std::string& metadata) {
    auto other = headers;
    other[2].second = metadata;
    return wang_.post(path, "", other);
  };
  const auto school = ",school " + base64(district_.id("s1"));
  expect_problem(with_metadata("filename !!!" + school), 400, "upload.metadata_malformed");
  expect_problem(with_metadata("filename " + base64("../..") + school), 400, "upload.name_missing");
  expect_problem(with_metadata("filename " + base64("a.txt") + ",school " + base64("x")), 400,
                 "upload.school_missing");
  expect_problem(with_metadata("filename " + base64("a.txt") + school + ",visibility " + base64("world")),
                 400, "value.unknown");
  const auto begun = wang_.post(path, "", headers);
  const auto upload_path = begun.header("location");
  expect_problem(wang_.patch(upload_path, "12345", {{"Tus-Resumable", "1.0.0"}, {"Upload-Offset", "0"}}), 415,
                 "upload.content_type");
  auto piece = piece_headers(0);
  piece.erase(piece.begin() + 1);
  expect_problem(wang_.patch(upload_path, "12345", piece), 400, "upload.offset_missing");
  EXPECT_EQ(wang_.patch(upload_path, "12345", piece_headers(0)).status, 204)
      << "and it can still be finished";
}

TEST_F(LiveBadInput, ANameCannotLeaveItsFolder) {
  const auto import = upload(wang_, {"../../etc/passwd", district_.id("s1")}, "x");
  EXPECT_EQ(wang_.get("/api/v1/imports/" + import).json()["import"]["file_name"], "passwd");
}

TEST_F(LiveBadInput, VocabulariesThatAreNone) {
  expect_problem(admin_.put_json("/api/v1/admin/vocabulary/planets", nlohmann::json::object()), 404,
                 "vocab.no_such_file");
  expect_problem(admin_.put_json("/api/v1/admin/vocabulary/subjects", {{"subjects", 7}}), 400,
                 "vocab.malformed");
}

}  // namespace
}  // namespace kecang::testing
