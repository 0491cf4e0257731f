#include "server/library/textbook_map.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "schemas/base/text.h"

namespace kecang {
namespace {

constexpr std::uint32_t kPage = 500;

std::vector<TextbookRow> rows_of(const vocab::Vocabulary& vocabulary, const Textbook& book) {
  std::vector<TextbookRow> rows;
  for (const auto& node : vocabulary.nodes())
    if (book.is_same({node.subject, node.edition, node.grade, node.volume, node.stage}))
      rows.push_back({.title = node.title, .chapter = node.chapter, .types = {}});
  return rows;
}

/// Which row a resource's place in the textbook means: by lesson and chapter, or by a lesson's name that the
/// book has once.
class Places {
 public:
  explicit Places(const std::vector<TextbookRow>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto title = text::normalise(rows[i].title);
      exact_.emplace(std::pair(text::normalise(rows[i].chapter), title), i);
      const auto [at, added] = by_title_.emplace(title, i);
      if (!added) at->second.reset();
    }
  }

  std::optional<std::size_t> row_of(const std::string& node) const {
    if (node.empty()) return {};
    const auto last = node.rfind('/');
    const auto title = text::normalise(last == std::string::npos ? node : node.substr(last + 1));
    const auto above = last == std::string::npos ? std::string() : node.substr(0, last);
    const auto chapter = text::normalise(above.substr(above.rfind('/') + 1));  // npos + 1 is 0
    if (const auto found = exact_.find({chapter, title}); found != exact_.end()) return found->second;
    const auto found = by_title_.find(title);
    return found == by_title_.end() ? std::nullopt : found->second;
  }

 private:
  std::map<std::pair<std::string, std::string>, std::size_t> exact_;
  std::map<std::string, std::optional<std::size_t>> by_title_;  ///< nothing: several have the name
};

}  // namespace

std::vector<Textbook> TextbookMaps::books() const {
  std::vector<Textbook> books;
  for (const auto& node : vocabulary_.current()->nodes()) {
    Textbook book{node.subject, node.edition, node.grade, node.volume, node.stage};
    if (books.empty() || !books.back().is_same(book)) books.push_back(std::move(book));
  }
  return books;
}

template <class Each>
Result<bool> TextbookMaps::each_of(const access::Viewer& viewer, const Textbook& book,
                                   const Each& each) const {
  SearchRequest request;
  request.filters = {{Facet::subject, {book.subject}}};
  if (!book.grade.empty()) request.filters[Facet::grade] = {book.grade};  // 必修 is for no grade alone
  request.sort = SortOrder::newest;
  request.limit = kPage;
  KECANG_ASSIGN(request.excluded, catalog_.pending_narrowings());
  for (; request.offset < kMostLooked; request.offset += kPage) {
    KECANG_ASSIGN(const auto page, index_.search(viewer.scope(), request));
    std::vector<ResourceId> ids;
    for (const auto& hit : page.hits) ids.push_back(hit.id);
    KECANG_ASSIGN(auto resources, catalog_.resources(viewer.scope(), ids));
    for (auto& resource : resources)
      if (resource) KECANG_TRY(each(std::move(*resource)));
    if (page.hits.size() < kPage) return true;
  }
  return false;
}

Result<TextbookMap> TextbookMaps::map(const access::Viewer& viewer, const Textbook& book) const {
  TextbookMap map;
  map.rows = rows_of(*vocabulary_.current(), book);
  const Places places(map.rows);
  Names names(directory_);
  const auto all = each_of(viewer, book, [&](const Resource& resource) -> Result<void> {
    const auto row = places.row_of(resource.tags.node.value);
    if (!row) {
      ++map.elsewhere;
      return {};
    }
    const auto& owner = resource.owner.text();
    ++map.rows[*row].types[resource.tags.type.value][owner];
    auto& name = map.school_names[owner];
    if (name.empty()) {
      KECANG_ASSIGN(name, names.school(resource.owner));
    }
    return {};
  });
  if (!all) return all.error();
  map.cut_short = !*all;
  return map;
}

Result<std::vector<ResourceView>> TextbookMaps::lesson(const access::Viewer& viewer, const Textbook& book,
                                                       const std::string& chapter,
                                                       const std::string& title) const {
  const auto rows = rows_of(*vocabulary_.current(), book);
  const Places places(rows);
  const auto wanted = std::find_if(rows.begin(), rows.end(), [&](const TextbookRow& row) {
    return row.title == title && row.chapter == chapter;
  });
  std::vector<ResourceView> views;
  if (wanted == rows.end()) return views;
  const auto row = static_cast<std::size_t>(wanted - rows.begin());
  Names names(directory_);
  KECANG_TRY(each_of(viewer, book, [&](Resource resource) -> Result<void> {
    if (views.size() == kMostOfLesson || places.row_of(resource.tags.node.value) != row) return {};
    KECANG_ASSIGN(auto view, resources_.view_of(viewer, std::move(resource), names));
    views.push_back(std::move(view));
    return {};
  }));
  return views;
}

}  // namespace kecang
