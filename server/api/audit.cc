#include "schemas/base/csv.h"
#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

constexpr std::size_t kTablePage = 200;
/// A table for a spreadsheet; who needs more asks for a shorter time.
constexpr std::size_t kMostRows = 50'000;

/// The chain of hashes is for verify; people read who did what.
Json record_json(const NamedRecord& named) {
  auto json = to_json(named.record);
  json.erase("previous");
  json["actor_name"] = named.actor_name;
  json["subject_name"] = named.subject_name;
  return json;
}

Result<Time> time_in(const http::Query& query, std::string_view name, Time fallback) {
  const auto text = query.first(name);
  if (!text || text->empty()) return fallback;
  auto time = parse_time(*text);
  if (!time) return std::move(time).error().at(std::string(name));
  return time;
}

Result<AuditFilter> filter_in(const http::Query& query) {
  AuditFilter filter;
  filter.action = query.first("action").value_or("");
  filter.actor = query.first("actor").value_or("");
  filter.subject = query.first("subject").value_or("");
  KECANG_ASSIGN(filter.from, time_in(query, "from", filter.from));
  KECANG_ASSIGN(filter.until, time_in(query, "until", filter.until));
  return filter;
}

std::string details_text(const AuditRecord& record) {
  std::string text;
  for (const auto& [name, value] : record.details) {
    if (!text.empty()) text += "; ";
    text.append(name).append("=").append(value);
  }
  return text;
}

/// `read` answers a page of records.
template <class Read>
http::Reply list(http::Call& call, const Read& read) {
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto filter, filter_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto records, read(page, filter));
  return http::Reply::json(page_json(records, record_json));
}

template <class Read>
http::Reply table(http::Call& call, const Read& read) {
  KECANG_REPLY_ASSIGN(const auto filter, filter_in(call.query()));
  std::string text(csv::kByteOrderMark);
  text += csv::line({"序号", "时间", "人员", "操作", "对象", "说明", "地址", "actor", "subject"});
  PageRequest page{.after = {}, .limit = kTablePage};
  std::size_t rows = 0;
  do {
    KECANG_REPLY_ASSIGN(const auto records, read(page, filter));
    for (const auto& named : records.items) {
      const auto& record = named.record;
      text +=
          csv::line({std::to_string(record.sequence), time_text(record.at), named.actor_name, record.action,
                     named.subject_name, details_text(record), record.remote, record.actor, record.subject});
    }
    rows += records.items.size();
    page.after = records.next;
  } while (!page.after.empty() && rows < kMostRows);
  return http::Reply::text(std::move(text), "text/csv; charset=utf-8")
      .with("Content-Disposition", http::content_disposition("操作记录.csv"));
}

template <class Place, class Shape>
http::Reply of_place(http::Call& call, const Services& services, const Caller& caller, const Shape& shape) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<Place>(call));
  return shape(call, [&](const PageRequest& page, const AuditFilter& filter) {
    return services.audit_trail.of(caller.viewer, id, page, filter);
  });
}

template <class Shape>
http::Reply of_all(http::Call& call, const Services& services, const Caller& caller, const Shape& shape) {
  return shape(call, [&](const PageRequest& page, const AuditFilter& filter) {
    return services.audit_trail.all(caller.viewer, page, filter);
  });
}

constexpr auto kList = [](http::Call& call, const auto& read) { return list(call, read); };
constexpr auto kTable = [](http::Call& call, const auto& read) { return table(call, read); };

}  // namespace

http::Reply get_audit(http::Call& call, const Services& services, const Caller& caller) {
  return of_all(call, services, caller, kList);
}

http::Reply get_audit_table(http::Call& call, const Services& services, const Caller& caller) {
  return of_all(call, services, caller, kTable);
}

http::Reply get_school_audit(http::Call& call, const Services& services, const Caller& caller) {
  return of_place<SchoolId>(call, services, caller, kList);
}

http::Reply get_school_audit_table(http::Call& call, const Services& services, const Caller& caller) {
  return of_place<SchoolId>(call, services, caller, kTable);
}

http::Reply get_group_audit(http::Call& call, const Services& services, const Caller& caller) {
  return of_place<GroupId>(call, services, caller, kList);
}

http::Reply get_group_audit_table(http::Call& call, const Services& services, const Caller& caller) {
  return of_place<GroupId>(call, services, caller, kTable);
}

}  // namespace kecang::api
