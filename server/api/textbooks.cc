#include "schemas/base/csv.h"
#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"

namespace kecang::api {
namespace {

Textbook book_in(const http::Query& query) {
  const auto said = [&](std::string_view name) { return query.first(name).value_or(""); };
  return {said("subject"), said("edition"), said("grade"), said("volume"), ""};
}

Json row_json(const TextbookRow& row) {
  auto types = Json::array();
  for (const auto& [type, schools] : row.types)
    for (const auto& [school, count] : schools)
      types.push_back({{"type", type}, {"school", school}, {"count", count}});
  return {{"title", row.title}, {"chapter", row.chapter}, {"counts", std::move(types)}};
}

}  // namespace

http::Reply get_textbooks(http::Call&, const Services& services, const Caller&) {
  auto items = Json::array();
  for (const auto& book : services.textbook_maps.books())
    items.push_back({{"subject", book.subject},
                     {"edition", book.edition},
                     {"grade", book.grade},
                     {"volume", book.volume},
                     {"stage", book.stage}});
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply get_textbook_map(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto map, services.textbook_maps.map(caller.viewer, book_in(call.query())));
  auto rows = Json::array();
  for (const auto& row : map.rows) rows.push_back(row_json(row));
  auto schools = Json::array();
  for (const auto& [id, name] : map.school_names) schools.push_back({{"id", id}, {"name", name}});
  return http::Reply::json({{"rows", std::move(rows)},
                            {"schools", std::move(schools)},
                            {"elsewhere", map.elsewhere},
                            {"cut_short", map.cut_short}});
}

http::Reply get_textbook_table(http::Call& call, const Services& services, const Caller& caller) {
  const auto book = book_in(call.query());
  KECANG_REPLY_ASSIGN(const auto map, services.textbook_maps.map(caller.viewer, book));
  std::string text(csv::kByteOrderMark);
  text += csv::line({"章", "课", "类型", "学校", "份数"});
  for (const auto& row : map.rows) {
    if (row.types.empty()) text += csv::line({row.chapter, row.title, "", "", "0"});
    for (const auto& [type, schools] : row.types)
      for (const auto& [school, count] : schools)
        text += csv::line({row.chapter, row.title, type, map.school_names.at(school), std::to_string(count)});
  }
  return http::Reply::text(std::move(text), "text/csv; charset=utf-8")
      .with("Content-Disposition", http::content_disposition("课时资源表.csv"));
}

http::Reply get_textbook_lesson(http::Call& call, const Services& services, const Caller& caller) {
  const auto& query = call.query();
  KECANG_REPLY_ASSIGN(const auto views, services.textbook_maps.lesson(caller.viewer, book_in(query),
                                                                      query.first("chapter").value_or(""),
                                                                      query.first("title").value_or("")));
  auto items = Json::array();
  for (const auto& view : views) items.push_back(resource_json(view));
  return http::Reply::json({{"items", std::move(items)}});
}

}  // namespace kecang::api
