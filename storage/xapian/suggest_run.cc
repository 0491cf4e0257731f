#include "storage/xapian/suggest_run.h"

#include <xapian.h>

#include <algorithm>

#include "schemas/base/text.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/snapshot.h"
#include "storage/xapian/visible_postings.h"

namespace kecang::xapian {
namespace {

/// Candidates that are looked at for one level: all are visible, so that even where this bounds an answer
/// nothing hidden takes part.
constexpr std::size_t kMostCandidates = 1'000;

}  // namespace

SuggestRun::SuggestRun(const Snapshot& snapshot, const VisibleSuggestions& visible,
                       SuggestionEntries& entries, const SuggestRequest& request)
    : snapshot_(snapshot),
      database_(snapshot.database()),
      request_(request),
      typed_(request.text),
      visible_(visible),
      entries_(entries) {
  for (const auto& id : request.excluded) excluded_.insert(id.text());
}

std::vector<Suggestion> SuggestRun::all() {
  if (typed_.empty()) return {};
  add_titles();
  for (const auto kind : kNameKinds) add_names(kind);
  return std::move(found_);
}

std::vector<std::string> SuggestRun::terms_for(std::optional<NameKind> kind,
                                               const SuggestLevel& level) const {
  std::vector<std::string> terms;
  for (const auto& key : keys_for(typed_, level)) terms.push_back(suggest_term(kind, key));
  return terms;
}

bool SuggestRun::is_at(const SuggestLevel& level, const pinyin::Typeable& text) const {
  const auto match = typed_.match(text);
  return match && SuggestLevel{match->manner, match->at_start} == level;
}

void SuggestRun::add_titles() {
  for (const auto& level : kSuggestLevels)
    if (found_.size() < request_.titles) add_titles(level);
}

void SuggestRun::add_titles(const SuggestLevel& level) {
  VisiblePostings postings(database_, terms_for({}, level), visible_, Evidence::strict);
  for (std::size_t seen = 0; seen < kMostCandidates && found_.size() < request_.titles; ++seen) {
    const auto document = postings.next();
    if (document == 0) return;
    const auto title = entries_.of(snapshot_, document);
    if (!title || excluded_.contains(title->id) || !is_at(level, title->text)) continue;
    if (!offered_.insert(text::to_utf8(text::fold(title->text.text()))).second) continue;
    found_.push_back(
        {.kind = {}, .text = title->text.text(), .id = {}, .shown_by = ResourceId::trusted(title->id)});
  }
}

void SuggestRun::add_names(NameKind kind) {
  std::size_t left = request_.names;
  for (const auto& level : kSuggestLevels) {
    if (left == 0) return;
    for (const auto& name : names_at(kind, level)) {
      const auto resource = shown_by(kind, name->id);
      if (!resource) continue;
      found_.push_back({.kind = kind, .text = name->text.text(), .id = name->id, .shown_by = *resource});
      if (--left == 0) return;
    }
  }
}

/// All of them, by name: in which order the index met them may come from what is hidden.
std::vector<SuggestRun::Entry> SuggestRun::names_at(NameKind kind, const SuggestLevel& level) const {
  std::vector<Entry> names;
  VisiblePostings postings(database_, terms_for(kind, level), visible_, Evidence::loose);
  while (const auto document = postings.next())
    if (auto name = entries_.of(snapshot_, document); name && is_at(level, name->text))
      names.push_back(std::move(name));
  std::sort(names.begin(), names.end(), [](const Entry& a, const Entry& b) {
    return a->text.text() != b->text.text() ? a->text.text() < b->text.text() : a->id < b->id;
  });
  return names;
}

std::optional<ResourceId> SuggestRun::shown_by(NameKind kind, const std::string& id) const {
  VisiblePostings postings(database_, {name_term(kind, id)}, visible_, Evidence::strict);
  while (const auto document = postings.next()) {
    const auto data = database_.get_document(document, Xapian::DOC_ASSUME_VALID).get_data();
    auto resource = data.substr(0, data.find('\n'));
    if (!excluded_.contains(resource)) return ResourceId::trusted(std::move(resource));
  }
  return std::nullopt;
}

}  // namespace kecang::xapian
