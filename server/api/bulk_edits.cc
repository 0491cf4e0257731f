#include "server/library/bulk_edits.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

Json line_json(const BulkLine& line) {
  auto changes = Json::array();
  for (const auto& [field, before, after] : line.changes)
    changes.push_back({{"field", field}, {"before", before}, {"after", after}});
  Json json{{"resource", line.resource.text()},
            {"title", line.title},
            {"state", enum_text(line.state)},
            {"reason", line.code},
            {"changes", std::move(changes)}};
  put_reason_texts(json, line.code);
  return json;
}

Json lines_json(const std::vector<BulkLine>& lines) {
  auto items = Json::array();
  for (const auto& line : lines) items.push_back(line_json(line));
  return items;
}

/// By the server's clock, so that a page need not know the time.
Json edit_json(const BulkEdit& edit, Time now) {
  auto json = to_json(edit);
  const auto left = std::chrono::duration_cast<seconds>(edit.undo_until - now).count();
  json["seconds_left"] = std::max<std::int64_t>(left, 0);
  return json;
}

}  // namespace

http::Reply post_bulk_preview(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto change, body_as<BulkChange>(call));
  KECANG_REPLY_ASSIGN(const auto lines, services.bulk_edits.preview(caller.viewer, change));
  return http::Reply::json({{"items", lines_json(lines)}});
}

http::Reply post_bulk_edit(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto change, body_as<BulkChange>(call));
  KECANG_REPLY_ASSIGN(const auto result, services.bulk_edits.apply(caller.actor, caller.viewer, change));
  Json json{{"items", lines_json(result.lines)}};
  if (result.edit) json["edit"] = edit_json(*result.edit, services.clock.now());
  return http::Reply::json(json);
}

http::Reply get_bulk_edits(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto edits, services.bulk_edits.undoable(caller.viewer));
  auto items = Json::array();
  for (const auto& edit : edits) items.push_back(edit_json(edit, services.clock.now()));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply post_bulk_undo(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<BulkEditId>(call));
  KECANG_REPLY_ASSIGN(const auto lines, services.bulk_edits.undo(caller.actor, caller.viewer, id));
  return http::Reply::json({{"items", lines_json(lines)}});
}

}  // namespace kecang::api
