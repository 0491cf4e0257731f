#include "server/library/collection_export.h"

#include <algorithm>
#include <cstring>

#include "schemas/base/csv.h"
#include "schemas/base/file_name.h"
#include "schemas/base/text.h"
#include "schemas/base/trim.h"
#include "server/library/html_escaped.h"

namespace kecang {
namespace {

constexpr std::size_t kNameBytes = 120;
constexpr std::string_view kPageName = "目录.html";

constexpr std::string_view kStyle =
    "body{font:16px/1.6 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;margin:2rem auto;"
    "max-width:45rem;padding:0 1rem;color:#1f2933;background:#fbfaf7}h1{font-size:1.75rem;margin:0}"
    "h2{font-size:1.15rem;margin:2rem 0 .25rem}p{margin:.25rem 0;white-space:pre-line}"
    ".m{color:#5b6673;font-size:.875rem}ol{padding-left:1.5rem}li{margin:.5rem 0}"
    "a{color:#1f5f8b}@media(prefers-color-scheme:dark){body{background:#15191e;color:#e7eaee}"
    "a{color:#86bfe8}.m{color:#a3adb8}}";

/// A path of names as a page beside it says it.
std::string as_reference(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string reference;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos)
      reference += c;
    else
      reference.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
  }
  return reference;
}

std::string clock_text(std::uint32_t seconds) {
  const auto two = [](std::uint32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}

/// Which part is meant, in words; may be empty.
std::string part_text(const CollectionItem& item) {
  std::string part;
  const auto add = [&](const std::string& text) { part += (part.empty() ? "" : " · ") + text; };
  if (item.page_from && item.page_to && *item.page_to != *item.page_from)
    add("第 " + std::to_string(*item.page_from) + "–" + std::to_string(*item.page_to) + " 页");
  else if (item.page_from)
    add("第 " + std::to_string(*item.page_from) + " 页");
  if (!item.question.empty()) add("第 " + item.question + " 题");
  if (item.cue) add(clock_text(*item.cue));
  return part;
}

std::string about(const ResourceView& view) {
  const auto& tags = view.resource.tags;
  std::string line;
  for (const auto* value :
       {&tags.type.value, &tags.subject.value, &tags.grade.value, &tags.edition.value, &view.owner_name})
    if (!value->empty()) line += (line.empty() ? "" : " · ") + *value;
  return line;
}

std::string site_link(const std::string& site, const ResourceId& id) {
  return site + "/r/" + id.text();
}

std::string item_html(const ItemView& view, const std::string& site,
                      const std::map<ResourceId, std::string>& files) {
  const auto& item = view.item;
  std::string html = "<li>";
  const auto linked = [&](const std::string& to, const std::string& title) {
    return "<a href=\"" + html_escaped(to) + "\" rel=\"noreferrer\">" + html_escaped(title) + "</a>";
  };
  if (!view.resource) {
    html += linked(item.url, item.title) + " <span class=m>外部平台</span>";
  } else {
    const auto file = files.find(item.resource);
    html += linked(file == files.end() ? site_link(site, item.resource) : as_reference(file->second),
                   view.resource->resource.title);
    if (file == files.end()) html += " <span class=m>在线查看</span>";
    if (const auto part = part_text(item); !part.empty())
      html += " <span class=m>" + html_escaped(part) + "</span>";
    html += "<div class=m>" + html_escaped(about(*view.resource)) + "</div>";
  }
  if (!item.note.empty()) html += "<p>" + html_escaped(item.note) + "</p>";
  return html + "</li>\n";
}

}  // namespace

std::string collection_table(const CollectionView& view, const std::string& site) {
  std::string table(csv::kByteOrderMark);
  table +=
      csv::line({"序号", "章节", "标题", "类型", "学科", "年级", "版本", "学校", "位置", "说明", "链接"});
  std::size_t number = 0;
  for (const auto& section : view.sections)
    for (const auto& [item, resource] : section.items) {
      const auto row = std::to_string(++number);
      if (!resource) {
        table +=
            csv::line({row, section.title, item.title, "外部链接", "", "", "", "", "", item.note, item.url});
        continue;
      }
      const auto& tags = resource->resource.tags;
      table += csv::line({row, section.title, resource->resource.title, tags.type.value, tags.subject.value,
                          tags.grade.value, tags.edition.value, resource->owner_name, part_text(item),
                          item.note, site_link(site, item.resource)});
    }
  return table;
}

std::string collection_page(const CollectionView& view, const std::string& site,
                            const std::map<ResourceId, std::string>& files) {
  const auto& head = view.card.collection;
  std::string html =
      "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>" +
      html_escaped(head.title) + "</title><style>" + std::string(kStyle) + "</style></head><body><h1>" +
      html_escaped(head.title) + "</h1><p class=m>" + html_escaped(view.card.owner_name);
  if (!view.card.school_name.empty()) html += " · " + html_escaped(view.card.school_name);
  html += "</p>";
  if (view.origin)
    html += "<p class=m>改编自 " + html_escaped(view.origin->owner_name) + "《" +
            html_escaped(view.origin->title) + "》</p>";
  if (!head.description.empty()) html += "<p>" + html_escaped(head.description) + "</p>";
  for (const auto& section : view.sections) {
    if (!section.title.empty()) html += "<h2>" + html_escaped(section.title) + "</h2>";
    if (!section.note.empty()) html += "<p>" + html_escaped(section.note) + "</p>";
    html += "<ol>\n";
    for (const auto& item : section.items) html += item_html(item, site, files);
    html += "</ol>";
  }
  return html + "</body></html>\n";
}

std::string safe_file_name(std::string_view name, std::string_view fallback) {
  std::string safe(text::nfc(name));
  for (char& c : safe)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F ||
        std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos)
      c = '_';
  safe = std::string(text::clip(trimmed_wide(safe), kNameBytes));
  // Windows drops dots and spaces at the end, and a name of dots means a folder.
  safe = std::string(trimmed(safe, " ."));
  return safe.empty() ? std::string(fallback) : safe;
}

}  // namespace kecang
