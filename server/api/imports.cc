#include "schemas/base/csv.h"
#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/library/report_page.h"

namespace kecang::api {
namespace {

constexpr std::size_t kReportPage = 200;

Json entry_json(const ImportEntry& entry) {
  auto json = to_json(entry);
  put_reason_texts(json, entry.reason);
  if (entry.resource.empty()) json.erase("resource");
  if (entry.duplicate_of.empty()) json.erase("duplicate_of");
  return json;
}

Json status_json(const ImportStatus& status, const access::Viewer& viewer) {
  Json json{{"import", to_json(status.import)},
            {"counts", to_json(status.counts)},
            {"school_name", status.school_name},
            {"may_review", Review::may_review(viewer, status.import)}};
  put_reason_texts(json, status.import.reason);
  return json;
}

std::string report_line(const ImportEntry& entry) {
  return csv::line({std::to_string(entry.index + 1), entry.path, std::to_string(entry.size),
                    std::string(report_page::in_chinese(entry.state)), reason_text(entry.reason),
                    entry.duplicate_of, std::string(enum_text(entry.state)), entry.reason,
                    entry.resource.text()});
}

template <class Each>
Result<void> each_entry(const Services& services, const Caller& caller, const ImportId& id,
                        const Each& each) {
  PageRequest page{.after = {}, .limit = kReportPage};
  do {
    KECANG_ASSIGN(const auto entries, services.imports.entries(caller.viewer.scope(), id, {}, page));
    for (const auto& entry : entries.items) each(entry);
    page.after = entries.next;
  } while (!page.after.empty());
  return {};
}

}  // namespace

http::Reply get_imports(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto imports, services.imports.list(caller.viewer.scope(), page));
  return http::Reply::json(
      page_json(imports, [&](const ImportStatus& status) { return status_json(status, caller.viewer); }));
}

http::Reply get_import(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto status, services.imports.status(caller.viewer.scope(), id));
  return http::Reply::json(status_json(status, caller.viewer));
}

http::Reply get_entries(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  LibraryCatalog::EntryFilter filter;
  const auto wanted = call.query().first("state");
  filter.unsure = wanted == "unsure";
  if (wanted && !filter.unsure) {
    KECANG_REPLY_ASSIGN(filter.state, parse_enum<FileState>(*wanted));
  }
  filter.below = call.query().first("below").value_or("");
  if (!filter.below.empty() && !filter.unsure && filter.state != FileState::planned)
    return http::Reply::problem(Error::invalid("import.below_is_planned").at("below"));
  KECANG_REPLY_ASSIGN(const auto entries, services.imports.entries(caller.viewer.scope(), id, filter, page));
  return http::Reply::json(page_json(entries, entry_json));
}

http::Reply get_report(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  std::string report(csv::kByteOrderMark);
  report += csv::line({"序号", "路径", "字节", "结果", "说明", "与之重复", "state", "reason", "resource"});
  KECANG_REPLY_TRY(
      each_entry(services, caller, id, [&](const ImportEntry& entry) { report += report_line(entry); }));
  return http::Reply::text(std::move(report), "text/csv; charset=utf-8")
      .with("Content-Disposition", http::content_disposition("导入报告-" + id.text() + ".csv"));
}

http::Reply get_report_page(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto status, services.imports.status(caller.viewer.scope(), id));
  auto page = report_page::head(status);
  KECANG_REPLY_TRY(each_entry(services, caller, id, [&](const ImportEntry& entry) {
    page += report_page::row(entry, reason_text(entry.reason));
  }));
  page += report_page::foot();
  return http::Reply::text(std::move(page), "text/html; charset=utf-8")
      .with("Content-Disposition", http::content_disposition("导入报告-" + id.text() + ".html"));
}

http::Reply post_undo(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_TRY(services.review.undo(caller.actor, caller.viewer, id));
  KECANG_REPLY_ASSIGN(const auto status, services.imports.status(caller.viewer.scope(), id));
  return http::Reply::json(status_json(status, caller.viewer));
}

}  // namespace kecang::api
