/// tus 1.0: core, creation, creation-with-upload, checksum, termination, expiration
/// (https://tus.io/protocols/resumable-upload).
#include <algorithm>
#include <map>

#include "schemas/base/text.h"
#include "server/api/asking.h"
#include "server/api/base64.h"
#include "server/api/handlers.h"
#include "server/http/problem.h"

namespace kecang::api {
namespace {

constexpr std::string_view kVersion = "1.0.0";
constexpr std::string_view kPieceType = "application/offset+octet-stream";
constexpr std::uint64_t kAny = ~0ULL >> 1;
constexpr std::string_view kPath = "/api/v1/uploads/";

/// Statuses tus gives a meaning of its own.
int tus_status(const Error& error) {
  static const std::map<std::string_view, int> statuses{
      {"upload.tus_version", 412}, {"upload.in_use", 423},       {"upload.checksum_differs", 460},
      {"upload.expired", 410},     {"upload.content_type", 415}, {"store.disk_full", 507}};
  const auto found = statuses.find(error.code());
  return found == statuses.end() ? http::http_status(error.kind()) : found->second;
}

http::Reply tus(http::Reply reply) {
  return std::move(reply).with("Tus-Resumable", std::string(kVersion));
}

http::Reply tus_problem(const Error& error) {
  auto reply = tus(http::problem_with_status(error, tus_status(error)));
  if (error.code() == "upload.tus_version") reply.headers.emplace_back("Tus-Version", kVersion);
  if (error.code() == "upload.offset_differs")
    reply.headers.emplace_back("Upload-Offset", error.params().at("offset"));
  return reply;
}

Result<void> check_version(const http::Call& call) {
  if (call.header("Tus-Resumable") == kVersion) return {};
  return Error::invalid("upload.tus_version").with("version", std::string(kVersion));
}

Result<std::string> metadata_value(std::string_view encoded) {
  auto value = decode_base64(encoded);
  if (!value || !text::is_utf8(*value)) return Error::invalid("upload.metadata_malformed");
  return std::move(*value);
}

using Metadata = std::map<std::string, std::string, std::less<>>;

/// `name base64, name base64`; a name may stand alone.
Result<Metadata> metadata_in(std::string_view header) {
  Metadata metadata;
  while (!header.empty()) {
    const auto comma = std::min(header.find(','), header.size());
    auto pair = header.substr(0, comma);
    header.remove_prefix(std::min(comma + 1, header.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    while (pair.ends_with(' ')) pair.remove_suffix(1);
    if (pair.empty()) continue;
    const auto space = std::min(pair.find(' '), pair.size());
    KECANG_ASSIGN(auto value, metadata_value(pair.substr(std::min(space + 1, pair.size()))));
    metadata.insert_or_assign(std::string(pair.substr(0, space)), std::move(value));
  }
  return metadata;
}

std::string told(const Metadata& metadata, std::string_view name) {
  const auto found = metadata.find(name);
  return found == metadata.end() ? std::string() : found->second;
}

Result<std::vector<GroupId>> groups_in(std::string_view list) {
  std::vector<GroupId> groups;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    auto group = GroupId::parse(list.substr(0, comma));
    if (!group) return Error::invalid("id.malformed").at("groups");
    groups.push_back(std::move(*group));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return groups;
}

Result<UploadRequest> request_in(const http::Call& call) {
  if (call.has_header("Upload-Defer-Length")) return Error::invalid("upload.length_missing");
  if (!call.has_header("Upload-Length")) return Error::invalid("upload.length_missing");
  UploadRequest request;
  KECANG_ASSIGN(request.length, number_in(call.header("Upload-Length"), "Upload-Length", 0, 0, kAny));
  KECANG_ASSIGN(const auto metadata, metadata_in(call.header("Upload-Metadata")));
  request.file_name = told(metadata, "filename");
  auto school = SchoolId::parse(told(metadata, "school"));
  if (!school) return Error::invalid("upload.school_missing").at("school");
  request.school = std::move(*school);
  KECANG_ASSIGN(request.groups, groups_in(told(metadata, "groups")));
  const auto visibility = told(metadata, "visibility");
  if (!visibility.empty() && visibility != "school" && visibility != "private")
    return Error::invalid("value.unknown").at("visibility").with("value", visibility);
  request.only_me = visibility == "private";
  const auto review = told(metadata, "review");
  if (!review.empty() && review != "yes" && review != "no")
    return Error::invalid("value.unknown").at("review").with("value", review);
  request.review = review == "yes";
  return request;
}

Result<std::optional<Checksum>> checksum_in(const http::Call& call) {
  if (!call.has_header("Upload-Checksum")) return std::optional<Checksum>();
  const auto header = call.header("Upload-Checksum");
  const auto space = header.find(' ');
  const auto algorithm = header.substr(0, space);
  if (space == std::string::npos || (algorithm != "sha1" && algorithm != "sha256"))
    return Error::invalid("upload.checksum_unknown").with("algorithm", algorithm);
  auto digest = decode_base64(std::string_view(header).substr(space + 1));
  if (!digest) return Error::invalid("upload.checksum_unknown").with("algorithm", algorithm);
  return std::optional(
      Checksum{algorithm == "sha1" ? ChecksumKind::sha1 : ChecksumKind::sha256, std::move(*digest)});
}

Result<UploadPiece> piece_in(http::Call& call, std::uint64_t offset) {
  if (call.header("Content-Type") != kPieceType) return Error::invalid("upload.content_type");
  UploadPiece piece{.offset = offset, .length = call.content_length(), .checksum = {}, .bytes = {}};
  KECANG_ASSIGN(piece.checksum, checksum_in(call));
  piece.bytes = [&call](const auto& each) { return call.read_body(each); };
  return piece;
}

/// RFC 9110's IMF-fixdate, as Upload-Expires wants it.
std::string http_date(Time time) {
  const auto when = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&when, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

/// Where an upload stands, in the headers tus clients read.
http::Reply standing(const Upload& upload, int status) {
  auto reply = tus(http::Reply::empty(status))
                   .with("Upload-Offset", std::to_string(upload.offset))
                   .with("Upload-Expires", http_date(upload.expires_at))
                   .with("Cache-Control", "no-store");
  if (upload.finished) reply.headers.emplace_back("Kecang-Import", upload.import);
  return reply;
}

Json upload_json(const Upload& upload) {
  auto json = to_json(upload);
  json.erase("user");
  json.erase("releases");
  return json;
}

Result<Upload> append(http::Call& call, const Services& services, const Caller& caller, const UploadId& id) {
  if (!call.has_header("Upload-Offset")) return Error::invalid("upload.offset_missing");
  KECANG_ASSIGN(const auto offset, number_in(call.header("Upload-Offset"), "Upload-Offset", 0, 0, kAny));
  KECANG_ASSIGN(const auto piece, piece_in(call, offset));
  return services.uploads.append(caller.actor, caller.viewer, id, piece);
}

Result<Upload> create(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_TRY(check_version(call));
  KECANG_ASSIGN(const auto request, request_in(call));
  KECANG_ASSIGN(auto upload, services.uploads.create(caller.actor, caller.viewer, request));
  // creation-with-upload: what stands in the body is the first piece. The upload exists whatever becomes of
  // it.
  const bool with_bytes = call.header("Content-Type") == kPieceType && call.content_length().value_or(1) > 0;
  if (!with_bytes || upload.finished) return upload;
  KECANG_ASSIGN(const auto piece, piece_in(call, 0));
  auto appended = services.uploads.append(caller.actor, caller.viewer, upload.id, piece);
  if (!appended && appended.error().code() != "http.body_cut_short") return appended;
  return appended ? std::move(*appended) : std::move(upload);
}

Result<Upload> found(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_ASSIGN(const auto id, id_in<UploadId>(call));
  return services.uploads.find(caller.actor, caller.viewer, id);
}

}  // namespace

http::Reply options_uploads(http::Call&, const Services& services) {
  return tus(http::Reply::empty())
      .with("Tus-Version", std::string(kVersion))
      .with("Tus-Extension", "creation,creation-with-upload,checksum,termination,expiration")
      .with("Tus-Max-Size", std::to_string(services.uploads.limits().max_bytes))
      .with("Tus-Checksum-Algorithm", "sha1,sha256");
}

http::Reply post_upload(http::Call& call, const Services& services, const Caller& caller) {
  const auto upload = create(call, services, caller);
  if (!upload) return tus_problem(upload.error());
  return standing(*upload, 201).with("Location", std::string(kPath) + upload->id.text());
}

http::Reply head_upload(http::Call& call, const Services& services, const Caller& caller) {
  if (const auto version = check_version(call); !version) return tus_problem(version.error());
  const auto upload = found(call, services, caller);
  if (!upload) return tus_problem(upload.error());
  return standing(*upload, 200).with("Upload-Length", std::to_string(upload->length));
}

http::Reply patch_upload(http::Call& call, const Services& services, const Caller& caller) {
  if (const auto version = check_version(call); !version) return tus_problem(version.error());
  const auto id = id_in<UploadId>(call);
  if (!id) return tus_problem(id.error());
  const auto upload = append(call, services, caller, *id);
  if (!upload) return tus_problem(upload.error());
  return standing(*upload, 204);
}

http::Reply delete_upload(http::Call& call, const Services& services, const Caller& caller) {
  if (const auto version = check_version(call); !version) return tus_problem(version.error());
  const auto id = id_in<UploadId>(call);
  if (!id) return tus_problem(id.error());
  if (const auto ended = services.uploads.terminate(caller.actor, caller.viewer, *id); !ended)
    return tus_problem(ended.error());
  return tus(http::Reply::empty());
}

/// For networks that let only GET and POST through.
http::Reply post_to_upload(http::Call& call, const Services& services, const Caller& caller) {
  const auto method = call.header("X-HTTP-Method-Override");
  if (method == "PATCH") return patch_upload(call, services, caller);
  if (method == "DELETE") return delete_upload(call, services, caller);
  if (method == "HEAD") return head_upload(call, services, caller);
  return tus_problem(Error::invalid("upload.override_unknown").with("method", method));
}

http::Reply get_upload(http::Call& call, const Services& services, const Caller& caller) {
  const auto upload = found(call, services, caller);
  if (!upload) return tus_problem(upload.error());
  return tus(http::Reply::json(upload_json(*upload)));
}

http::Reply get_uploads(http::Call&, const Services& services, const Caller& caller) {
  const auto uploads = services.uploads.unfinished(caller.viewer);
  if (!uploads) return tus_problem(uploads.error());
  return tus(http::Reply::json(page_json(Page<Upload>{.items = *uploads, .next = {}}, upload_json)));
}

}  // namespace kecang::api
