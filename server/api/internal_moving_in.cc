#include "server/api/handlers.h"
#include "server/api/internal_asking.h"
#include "server/api/plan_json.h"
#include "server/library/moving_in.h"

namespace kecang::api {
namespace {

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (comma > 0) parts.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return parts;
}

ByteStream body_of(http::Call& call) {
  return [&call](const auto& each) { return call.read_body(each); };
}

}  // namespace

http::Reply post_import_file(http::Call& call, const Services& services) {
  const auto& query = call.query();
  const MovingIn::FileRequest request{.school = query.first("school").value_or(""),
                                      .groups = split(query.first("groups").value_or("")),
                                      .name = query.first("name").value_or(""),
                                      .review = query.first("review") == "yes"};
  KECANG_REPLY_ASSIGN(const auto import, services.internal.moving_in.put_file(request, body_of(call)));
  return cbor_reply(import);
}

http::Reply get_import_progress(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto progress, services.internal.moving_in.progress(id));
  return http::Reply::json({{"import", to_json(progress.import)}, {"counts", to_json(progress.counts)}});
}

http::Reply get_import_entries(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto entries, services.internal.moving_in.entries(id, page));
  return http::Reply::json(page_json(entries, to_json<ImportEntry>));
}

http::Reply get_office_table(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(auto table, services.internal.moving_in.table(id));
  return http::Reply::text(std::move(table), "text/csv; charset=utf-8");
}

http::Reply post_office_table(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto csv, call.body(kMostTable));
  KECANG_REPLY_ASSIGN(const auto outcome, services.internal.moving_in.take_table(id, csv));
  return http::Reply::json(outcome_json(outcome));
}

http::Reply post_office_apply(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto import, services.internal.moving_in.apply(id));
  return cbor_reply(import);
}

http::Reply post_office_undo(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto import, services.internal.moving_in.undo(id));
  return cbor_reply(import);
}

http::Reply post_recording(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto recording, cbor_body<indexing::Recording>(call));
  KECANG_REPLY_ASSIGN(const auto import, services.internal.moving_in.put_recording(recording));
  return cbor_reply(import);
}

http::Reply get_recording(http::Call& call, const Services& services) {
  const auto& query = call.query();
  KECANG_REPLY_ASSIGN(const auto import,
                      services.internal.moving_in.recording(query.first("school").value_or(""),
                                                            query.first("key").value_or("")));
  return cbor_reply(import);
}

http::Reply put_blob(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto digest, BlobId::parse_hex(call.param("digest")));
  KECANG_REPLY_TRY(services.internal.moving_in.put_blob(digest, body_of(call)));
  return http::Reply::empty();
}

http::Reply post_records(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto batch, cbor_body<indexing::RecordBatch>(call));
  KECANG_REPLY_ASSIGN(const auto stored, services.internal.moving_in.put_records(batch));
  return cbor_reply(stored);
}

}  // namespace kecang::api
