#include "server/library/report_page.h"

#include <array>
#include <utility>

#include "server/library/html_escaped.h"

namespace kecang::report_page {
namespace {

constexpr std::string_view kStyle =
    "body{font:15px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2rem "
    "auto;max-width:72rem;padding:0 1rem;"
    "color:#1d2129}h1{font-size:1.4rem;margin:0}p{color:#5b6472;margin:.3rem 0 "
    "1.2rem}dl{display:flex;flex-wrap:wrap;"
    "gap:.5rem 1.5rem;margin:0 0 "
    "1.5rem}dt{color:#5b6472}dd{margin:0;font-size:1.3rem;font-variant-numeric:tabular-nums}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px "
    "solid #e3e6eb;"
    "vertical-align:top;overflow-wrap:anywhere}th{background:#f4f6f8;position:sticky;top:0}td.n{text-align:"
    "right;"
    "font-variant-numeric:tabular-nums;white-space:nowrap}td.s{white-space:nowrap}";

std::string counted(std::string_view name, std::uint64_t count) {
  if (count == 0) return {};
  return "<div><dt>" + std::string(name) + "</dt><dd>" + std::to_string(count) + "</dd></div>";
}

}  // namespace

std::string_view in_chinese(FileState state) {
  switch (state) {
    case FileState::planned:
      return "待入库";
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
    case FileState::undone:
      return "已撤销导入";
  }
  return "";
}

std::string_view in_chinese(ImportState state) {
  switch (state) {
    case ImportState::planning:
      return "正在列出文件";
    case ImportState::planned:
      return "等待核对";
    case ImportState::unpacking:
      return "正在解包";
    case ImportState::reading:
      return "正在读取";
    case ImportState::done:
      return "已完成";
    case ImportState::failed:
      return "未能打开";
    case ImportState::undoing:
      return "正在撤销";
    case ImportState::undone:
      return "已撤销";
  }
  return "";
}

std::string head(const ImportStatus& status) {
  const auto& counts = status.counts;
  std::string html = "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>导入报告 " +
                     html_escaped(status.import.file_name) + "</title><style>" + std::string(kStyle) +
                     "</style></head><body><h1>" + html_escaped(status.import.file_name) + "</h1><p>" +
                     html_escaped(status.school_name) + " · " + time_text(status.import.created_at) + " · " +
                     std::string(in_chinese(status.import.state)) + "</p><dl>";
  html += counted("文件", counts.total);
  constexpr auto kShown = std::to_array<std::pair<FileState, std::uint64_t ImportCounts::*>>(
      {{FileState::planned, &ImportCounts::planned},
       {FileState::waiting, &ImportCounts::waiting},
       {FileState::indexed, &ImportCounts::indexed},
       {FileState::indexed_partly, &ImportCounts::indexed_partly},
       {FileState::stored_only, &ImportCounts::stored_only},
       {FileState::duplicate, &ImportCounts::duplicate},
       {FileState::encrypted, &ImportCounts::encrypted},
       {FileState::broken, &ImportCounts::broken},
       {FileState::too_large, &ImportCounts::too_large},
       {FileState::skipped, &ImportCounts::skipped},
       {FileState::withdrawn, &ImportCounts::withdrawn},
       {FileState::undone, &ImportCounts::undone}});
  for (const auto& [state, member] : kShown) html += counted(in_chinese(state), counts.*member);
  html +=
      "</dl><table><thead><tr><th>序号</th><th>文件</th><th>字节</th><th>结果</th><th>说明</th></tr></"
      "thead><tbody>\n";
  return html;
}

std::string row(const ImportEntry& entry, std::string_view reason) {
  std::string html = "<tr><td class=n>" + std::to_string(entry.index + 1) + "</td><td>" +
                     html_escaped(entry.path) + "</td><td class=n>" + std::to_string(entry.size) +
                     "</td><td class=s>" + std::string(in_chinese(entry.state)) + "</td><td>" +
                     html_escaped(reason);
  if (!entry.duplicate_of.empty())
    html += (reason.empty() ? "" : " ") + html_escaped("与“" + entry.duplicate_of + "”相同");
  html += "</td></tr>\n";
  return html;
}

std::string foot() {
  return "</tbody></table></body></html>\n";
}

}  // namespace kecang::report_page
