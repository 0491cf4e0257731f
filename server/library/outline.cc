#include "server/library/outline.h"

#include <algorithm>
#include <map>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"

namespace kecang {
namespace {

constexpr std::size_t kTitleBytes = 300;
constexpr std::size_t kSectionNoteBytes = 4'000;
constexpr std::size_t kNoteBytes = 2'000;
constexpr std::size_t kQuestionBytes = 60;
constexpr std::size_t kUrlBytes = 2'000;

Result<void> tidy(std::string& text, std::size_t most) {
  text = std::string(trimmed_wide(text::nfc(text)));
  if (text.size() > most)
    return Error::invalid("value.too_long").at("sections").with("limit", std::to_string(most));
  return {};
}

Result<void> tidy_link(CollectionItem& item) {
  KECANG_TRY(tidy(item.title, kTitleBytes));
  KECANG_TRY(tidy(item.url, kUrlBytes));
  if (item.title.empty()) return Error::invalid("collection.link_without_title").at("sections");
  if (!is_https_address(item.url)) return Error::invalid("collection.link_not_https").at("sections");
  item = {.id = std::move(item.id),
          .kind = ItemKind::link,
          .resource = {},
          .page_from = {},
          .page_to = {},
          .question = {},
          .cue = {},
          .title = std::move(item.title),
          .url = std::move(item.url),
          .note = std::move(item.note)};
  return {};
}

Result<void> tidy_resource(CollectionItem& item) {
  if (item.resource.empty()) return Error::invalid("collection.item_without_resource").at("sections");
  item.title.clear();
  item.url.clear();
  KECANG_TRY(tidy(item.question, kQuestionBytes));
  const bool first = !item.page_from || *item.page_from >= 1;
  const bool ordered = !item.page_to || (item.page_from && *item.page_to >= *item.page_from);
  if (!first || !ordered) return Error::invalid("collection.pages_reversed").at("sections");
  return {};
}

class Joining {
 public:
  Joining(const Outline& stored, const std::set<std::string>& hidden) : stored_(stored), hidden_(hidden) {
    for (const auto& section : stored)
      for (const auto& item : section.items) known_.emplace(item.id, &item);
  }

  Outline with(const Outline& sent) {
    for (const auto& section : sent) outline_.push_back(taken(section));
    for (std::size_t i = 0; i < stored_.size(); ++i) keep_hidden(i);
    return std::move(outline_);
  }

 private:
  /// An id that was not there, or is used twice, is none.
  bool claim(const std::string& id) { return used_.insert(id).second; }

  CollectionSection taken(const CollectionSection& sent) {
    CollectionSection section = sent;
    const bool known = std::any_of(stored_.begin(), stored_.end(),
                                   [&](const CollectionSection& one) { return one.id == sent.id; });
    if (!known || !claim(sent.id)) section.id = new_part_id();
    for (auto& item : section.items) {
      const auto found = known_.find(item.id);
      if (found == known_.end() || found->second->resource != item.resource || !claim(item.id))
        item.id = new_part_id();
    }
    return section;
  }

  CollectionSection* section_with(const std::string& id) {
    const auto found = std::find_if(outline_.begin(), outline_.end(),
                                    [&](const CollectionSection& one) { return one.id == id; });
    return found == outline_.end() ? nullptr : &*found;
  }
  /// The section itself, else the nearest before it that is still there, else the first.
  CollectionSection* home_of(std::size_t index) {
    for (auto i = index + 1; i-- > 0;)
      if (auto* section = section_with(stored_[i].id)) return section;
    return outline_.empty() ? nullptr : &outline_.front();
  }

  void keep_hidden(std::size_t index) {
    const auto& section = stored_[index];
    auto* home = home_of(index);
    if (!home) return;
    auto& items = home->items;
    std::size_t place = home->id == section.id ? 0 : items.size();
    for (const auto& item : section.items) {
      const auto there = std::find_if(items.begin(), items.end(),
                                      [&](const CollectionItem& one) { return one.id == item.id; });
      if (there != items.end()) {
        place = static_cast<std::size_t>(there - items.begin()) + 1;
      } else if (hidden_.contains(item.id) && claim(item.id)) {
        items.insert(items.begin() + static_cast<std::ptrdiff_t>(place), item);
        ++place;
      }
    }
  }

  const Outline& stored_;
  const std::set<std::string>& hidden_;
  std::map<std::string, const CollectionItem*> known_;
  std::set<std::string> used_;
  Outline outline_;
};

}  // namespace

bool is_https_address(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return false;
  const auto host = url.substr(kScheme.size(), url.find_first_of("/?#", kScheme.size()) - kScheme.size());
  const auto bad = [](unsigned char c) {
    return c <= ' ' || c == 0x7F || c == '"' || c == '<' || c == '>' || c == '\\' || c == '`';
  };
  return !host.empty() && host.find('@') == std::string_view::npos &&
         std::none_of(url.begin(), url.end(), bad);
}

Result<Outline> tidy_outline(Outline sent) {
  if (sent.size() > Collection::kMostSections)
    return Error::invalid("value.too_many")
        .at("sections")
        .with("limit", std::to_string(Collection::kMostSections));
  std::size_t items = 0;
  for (auto& section : sent) {
    items += section.items.size();
    KECANG_TRY(tidy(section.title, kTitleBytes));
    KECANG_TRY(tidy(section.note, kSectionNoteBytes));
    for (auto& item : section.items) {
      KECANG_TRY(tidy(item.note, kNoteBytes));
      KECANG_TRY(item.kind == ItemKind::link ? tidy_link(item) : tidy_resource(item));
    }
  }
  if (items > Collection::kMostItems)
    return Error::invalid("value.too_many")
        .at("sections")
        .with("limit", std::to_string(Collection::kMostItems));
  return sent;
}

Outline joined(const Outline& stored, const Outline& sent, const std::set<std::string>& hidden) {
  return Joining(stored, hidden).with(sent);
}

}  // namespace kecang
