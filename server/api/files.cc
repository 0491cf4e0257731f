#include "server/api/asking.h"
#include "server/api/blob_body.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

/// What people uploaded never runs with the page's rights. A sandboxed PDF would not be shown by browsers at
/// all, and a PDF runs nothing in the page's name.
std::string_view content_policy(const std::string& content_type) {
  if (content_type == "application/pdf")
    return "default-src 'none'; object-src 'self'; frame-ancestors 'self'";
  return "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; "
         "frame-ancestors 'self'";
}

std::string disposition(const Download& download, bool shown) {
  auto attachment = http::content_disposition(download.file_name);
  constexpr std::string_view kAttachment = "attachment";
  return shown ? "inline" + attachment.substr(kAttachment.size()) : attachment;
}

http::Reply sent(const Download& download, bool shown) {
  http::Reply reply;
  reply.source = std::make_shared<BlobBody>(download.bytes);
  return std::move(reply)
      .with("Content-Type", shown ? download.content_type : "application/octet-stream")
      .with("Content-Disposition", disposition(download, shown))
      .with("Content-Security-Policy", std::string(content_policy(shown ? download.content_type : "")))
      .with("X-Content-Type-Options", "nosniff")
      .with("Vary", "Cookie, Authorization")
      .etag(download.digest.hex());
}

/// What goes on where an earlier answer broke off, and what finds its copy still good, was told of then.
bool begins(const http::Call& call, const Download& download) {
  const auto range = call.header("Range");
  const auto known = call.header("If-None-Match");
  return call.method() == http::Method::get && (range.empty() || range.starts_with("bytes=0-")) &&
         known.find(download.digest.hex()) == std::string::npos;
}

}  // namespace

http::Reply get_file(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  const bool in_page = call.query().first("inline") == "1";
  KECANG_REPLY_ASSIGN(const auto download,
                      services.downloads.open(
                          caller.viewer, id, in_page ? Downloads::Purpose::watch : Downloads::Purpose::keep));
  if (!in_page && begins(call, download))
    KECANG_REPLY_TRY(services.audit_trail.downloaded(caller.actor, id, download));
  return sent(download, in_page && download.showing == Showing::inline_safe);
}

http::Reply get_preview(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto derived, services.downloads.preview(caller.viewer.scope(), id));
  auto json = to_json(derived.value_or(Derived{}));
  json["made"] = derived.has_value();
  put_reason_texts(json, derived ? derived->reason : "");
  if (!derived) json.erase("made_at");
  return http::Reply::json(json);
}

http::Reply get_preview_file(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto download,
                      services.downloads.open_preview(caller.viewer.scope(), id, call.param("name")));
  return sent(download, true);
}

}  // namespace kecang::api
