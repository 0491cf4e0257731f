#include "server/library/group_requests.h"

#include "schemas/base/csv.h"
#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/trail_json.h"
#include "server/print/table_pdf.h"

namespace kecang::api {
namespace {

Json request_json(const GroupRequestView& view) {
  auto json = to_json(view.request);
  for (std::size_t i = 0; i < view.side_names.size(); ++i) json["sides"][i]["name"] = view.side_names[i];
  for (std::size_t i = 0; i < view.school_names.size(); ++i)
    json["terms"]["schools"][i]["name"] = view.school_names[i];
  json["group_name"] = view.group_name;
  json["into_name"] = view.into_name;
  json["receiver_name"] = view.receiver_name;
  if (view.hand_over) {
    json["hand_over"] = {{"moved", view.hand_over->moved}, {"finished", view.hand_over->is_finished()}};
  }
  json["proposer_name"] = view.proposer_name;
  json["may"] = Json::array();
  for (const auto step : view.may) json["may"].push_back(enum_text(step));
  json["may_for"] = view.may_for;
  return json;
}

Json plan_json(const RequestPlan& plan) {
  auto lines = Json::array();
  for (const auto& line : plan.lines)
    lines.push_back({{"receiver", {{"id", line.receiver.text()}, {"name", line.receiver_name}}},
                     {"giver", {{"id", line.giver.text()}, {"name", line.giver_name}}},
                     {"gained", line.gained},
                     {"lost", line.lost},
                     {"changed", line.changed},
                     {"types", line.types}});
  return {{"at", time_text(plan.at)}, {"lines", std::move(lines)}, {"unmoved", plan.unmoved}};
}

std::string actions_text(Actions actions) {
  constexpr std::array kWords{"查到", "查看", "下载", "改编"};  // in the order of Action
  std::string text;
  for (const auto action : actions.list()) {
    if (!text.empty()) text += "、";
    text += kWords[static_cast<std::size_t>(action)];
  }
  return text.empty() ? "无" : text;
}

Json reminder_json(const Reminder& reminder) {
  Json json{{"what", enum_text(reminder.what)},   {"id", reminder.id},       {"title", reminder.title},
            {"until", time_text(reminder.until)}, {"stage", reminder.stage}, {"days", reminder.days}};
  if (reminder.what == Reminded::membership) {
    json["school"] = {{"id", reminder.member.text()}, {"name", reminder.school}};
    json["group"] = reminder.group.text();
  }
  return json;
}

/// An inventory that is longer is for machines to read.
constexpr std::size_t kMostPrinted = 5'000;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : "、") + name;
  return text;
}

print::Table inventory_table(const GroupRequestView& view, Time now) {
  print::Table table;
  table.title = "资源移交清册（登记造册）";
  const auto& request = view.request;
  if (!view.school_names.empty()) table.lines.push_back("学校：" + joined(view.school_names));
  if (!view.receiver_name.empty()) table.lines.push_back("接收学校：" + view.receiver_name);
  if (!view.group_name.empty()) table.lines.push_back("集团：" + view.group_name);
  if (!view.into_name.empty()) table.lines.push_back("并入：" + view.into_name);
  table.lines.push_back("申请编号：" + request.id.text() +
                        (request.filing_number.empty() ? "" : "　备案号：" + request.filing_number));
  table.lines.push_back("生成时间：" + time_text(now) + "（所列为生成人今天看得到的资源）");
  table.columns = {{"序号", 30},   {"学校", 80},     {"资源", 180}, {"类型", 44},          {"学科", 40},
                   {"上传者", 50}, {"上传时间", 62}, {"字节", 52},  {"SHA-256", 252, true}};
  table.closing = {"移出方（签章）：________________________　　接收方（签章）：________________________",
                   "监交人：________________________　　日期：________年____月____日"};
  return table;
}

std::vector<std::string> inventory_row(const InventoryItem& item, std::size_t number) {
  constexpr std::size_t kDay = 10;  // of an RFC 3339 time
  const auto& resource = item.resource;
  const auto& file = resource.revision;
  return {std::to_string(number),
          item.school,
          resource.title,
          resource.tags.type.value,
          resource.tags.subject.value,
          item.author,
          time_text(resource.created_at).substr(0, kDay),
          file ? std::to_string(file->size) : "",
          file ? file->blob.hex() : "（无文件）"};
}

http::Reply table(std::string text, const std::string& name) {
  return http::Reply::text(std::move(text), "text/csv; charset=utf-8")
      .with("Content-Disposition", http::content_disposition(name));
}

}  // namespace

http::Reply get_group_requests(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto views, services.group_requests.list(caller.viewer));
  auto items = Json::array();
  for (const auto& view : views) items.push_back(request_json(view));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply post_group_request(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto terms, body_as<GroupRequestTerms>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.group_requests.propose(caller.actor, caller.viewer, terms));
  return http::Reply::json(request_json(view), 201);
}

http::Reply get_group_request(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.group_requests.view(caller.viewer, id));
  return http::Reply::json(request_json(view));
}

http::Reply post_group_request_step(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto step, body_as<RequestStepTaken>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.group_requests.take(caller.actor, caller.viewer, id, step));
  return http::Reply::json(request_json(view));
}

http::Reply get_group_request_trail(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto trail, services.group_requests.trail(caller.viewer, id));
  return http::Reply::json(trail_json(trail));
}

http::Reply post_foreseen(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto asked, body_as<GroupRequestTerms>(call));
  KECANG_REPLY_ASSIGN(const auto terms, services.group_requests.foreseeable(caller.viewer, asked));
  KECANG_REPLY_ASSIGN(const auto plan, services.request_plans.plan(caller.viewer, terms));
  return http::Reply::json(plan_json(plan));
}

http::Reply get_request_plan(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.group_requests.view(caller.viewer, id));
  KECANG_REPLY_ASSIGN(const auto plan, services.request_plans.plan(caller.viewer, view.request.terms));
  return http::Reply::json(plan_json(plan));
}

http::Reply get_request_plan_table(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.group_requests.view(caller.viewer, id));
  std::string text(csv::kByteOrderMark);
  text += csv::line({"学校", "所属学校", "资源", "类型", "现在可以", "以后可以", "resource"});
  const auto add = [&](const PlanItem& item) {
    text +=
        csv::line({item.receiver_name, item.giver_name, item.resource.title, item.resource.tags.type.value,
                   actions_text(item.before), actions_text(item.after), item.resource.id.text()});
  };
  KECANG_REPLY_TRY(services.request_plans.plan(caller.viewer, view.request.terms, add));
  return table(std::move(text), "变更影响.csv");
}

http::Reply get_inventory(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.group_requests.view(caller.viewer, id));
  std::string text(csv::kByteOrderMark);
  text += csv::line(
      {"学校", "资源", "类型", "学科", "年级", "上传者", "上传时间", "文件", "字节", "SHA-256", "resource"});
  const auto add = [&](const InventoryItem& item) {
    const auto& resource = item.resource;
    const auto& file = resource.revision;
    text += csv::line({item.school, resource.title, resource.tags.type.value, resource.tags.subject.value,
                       resource.tags.grade.value, item.author, time_text(resource.created_at),
                       file ? file->path : "", file ? std::to_string(file->size) : "",
                       file ? file->blob.hex() : "", resource.id.text()});
  };
  KECANG_REPLY_TRY(services.request_plans.inventory(caller.viewer, view.request.terms, add));
  return table(std::move(text), "资源移交清册.csv");
}

/// 登记造册: what both sides sign, so it is of A4 pages and not longer than somebody would print.
http::Reply get_printed_inventory(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.group_requests.view(caller.viewer, id));
  auto table = inventory_table(view, services.clock.now());
  KECANG_REPLY_TRY(
      services.request_plans.inventory(caller.viewer, view.request.terms, [&](const InventoryItem& item) {
        if (table.rows.size() <= kMostPrinted)
          table.rows.push_back(inventory_row(item, table.rows.size() + 1));
      }));
  if (table.rows.size() > kMostPrinted)
    return http::Reply::problem(
        Error::too_large("group_request.inventory_too_long").with("limit", std::to_string(kMostPrinted)));
  KECANG_REPLY_ASSIGN(auto pdf, print::pdf_of(table));
  return http::Reply::text(std::move(pdf), "application/pdf")
      .with("Content-Disposition", http::content_disposition("资源移交清册.pdf"));
}

http::Reply get_reminders(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto reminders, services.reminders.of(caller.viewer));
  auto items = Json::array();
  for (const auto& reminder : reminders) items.push_back(reminder_json(reminder));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply get_places(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto found,
                      services.people.find(caller.viewer, call.query().first("q").value_or("")));
  auto items = Json::array();
  for (const auto& one : found)
    items.push_back({{"kind", one.group ? "group" : "school"}, {"id", one.id}, {"name", one.name}});
  return http::Reply::json({{"items", std::move(items)}});
}

}  // namespace kecang::api
