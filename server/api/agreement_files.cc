#include "server/library/agreement_files.h"

#include "server/api/asking.h"
#include "server/api/blob_body.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

/// What cannot be a number names no file.
Result<std::uint32_t> number_of(const http::Call& call) {
  const auto number = number_in(std::string(call.param("number")), "number", 0, 1, 1'000'000'000);
  if (!number) return Error::not_found("agreement.file_absent");
  return static_cast<std::uint32_t>(*number);
}

Json file_json(const AgreementFile& file) {
  return {{"number", file.number},
          {"name", file.name},
          {"size", file.size},
          {"sha256", file.blob.hex()},
          {"at", time_text(file.at)}};
}

}  // namespace

http::Reply get_agreement_files(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AgreementId>(call));
  KECANG_REPLY_ASSIGN(const auto files, services.agreement_files.list(caller.viewer, id));
  auto items = Json::array();
  for (const auto& file : files) items.push_back(file_json(file));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply post_agreement_file(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AgreementId>(call));
  const auto bytes = [&call](const auto& each) { return call.read_body(each); };
  KECANG_REPLY_ASSIGN(const auto file,
                      services.agreement_files.add(caller.actor, caller.viewer, id,
                                                   call.query().first("name").value_or(""), bytes));
  return http::Reply::json(file_json(file), 201);
}

/// Never shown in the page: whoever made it is not to run anything there.
http::Reply get_agreement_file(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AgreementId>(call));
  KECANG_REPLY_ASSIGN(const auto number, number_of(call));
  KECANG_REPLY_ASSIGN(const auto opened, services.agreement_files.open(caller.viewer, id, number));
  http::Reply reply;
  reply.source = std::make_shared<BlobBody>(opened.bytes);
  return std::move(reply)
      .with("Content-Type", "application/octet-stream")
      .with("Content-Disposition", http::content_disposition(opened.file.name))
      .with("Content-Security-Policy", "sandbox; default-src 'none'")
      .with("Vary", "Cookie, Authorization")
      .etag(opened.file.blob.hex());
}

http::Reply delete_agreement_file(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AgreementId>(call));
  KECANG_REPLY_ASSIGN(const auto number, number_of(call));
  KECANG_REPLY_TRY(services.agreement_files.remove(caller.actor, caller.viewer, id, number));
  return http::Reply::empty();
}

}  // namespace kecang::api
