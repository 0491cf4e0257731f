#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/library/csv.h"

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

Json status_json(const ImportStatus& status) {
  Json json{{"import", to_json(status.import)},
            {"counts", to_json(status.counts)},
            {"school_name", status.school_name}};
  put_reason_texts(json, status.import.reason);
  return json;
}

std::string_view state_in_chinese(FileState state) {
  switch (state) {
    case FileState::waiting:
      return "等待读取";
    case FileState::indexed:
      return "已入库，可搜索";
    case FileState::indexed_partly:
      return "已入库，部分可搜索";
    case FileState::stored_only:
      return "已保存，暂不能读取文字";
    case FileState::encrypted:
      return "已加密";
    case FileState::broken:
      return "文件损坏";
    case FileState::too_large:
      return "超出限制";
    case FileState::duplicate:
      return "重复，已关联";
    case FileState::skipped:
      return "已跳过";
    case FileState::withdrawn:
      return "已撤回";
  }
  return "";
}

std::string report_line(const ImportEntry& entry) {
  return csv::line({std::to_string(entry.index + 1), entry.path, std::to_string(entry.size),
                    std::string(state_in_chinese(entry.state)), reason_text(entry.reason), entry.duplicate_of,
                    std::string(enum_text(entry.state)), entry.reason, entry.resource.text()});
}

}  // namespace

http::Reply get_imports(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto imports, services.imports.list(caller.viewer.scope(), page));
  return http::Reply::json(page_json(imports, status_json));
}

http::Reply get_import(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto status, services.imports.status(caller.viewer.scope(), id));
  return http::Reply::json(status_json(status));
}

http::Reply get_entries(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  std::optional<FileState> state;
  if (const auto wanted = call.query().first("state")) {
    KECANG_REPLY_ASSIGN(state, parse_enum<FileState>(*wanted));
  }
  KECANG_REPLY_ASSIGN(const auto entries, services.imports.entries(caller.viewer.scope(), id, state, page));
  return http::Reply::json(page_json(entries, entry_json));
}

http::Reply get_report(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  std::string report(csv::kByteOrderMark);
  report += csv::line({"序号", "路径", "字节", "结果", "说明", "与之重复", "state", "reason", "resource"});
  PageRequest page{.after = {}, .limit = kReportPage};
  do {
    KECANG_REPLY_ASSIGN(const auto entries,
                        services.imports.entries(caller.viewer.scope(), id, std::nullopt, page));
    for (const auto& entry : entries.items) report += report_line(entry);
    page.after = entries.next;
  } while (!page.after.empty());
  return http::Reply::text(std::move(report), "text/csv; charset=utf-8")
      .with("Content-Disposition", http::content_disposition("导入报告-" + id.text() + ".csv"));
}

}  // namespace kecang::api
