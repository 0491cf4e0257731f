#pragma once
/// One list of suggestions over one commit.
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schemas/pinyin/typed.h"
#include "storage/index.h"
#include "storage/xapian/suggest_keys.h"
#include "storage/xapian/suggestion_entries.h"
#include "storage/xapian/visible_suggestions.h"

namespace Xapian {
class Database;
}  // namespace Xapian

namespace kecang::xapian {

class Snapshot;

/// Not for use by several threads at once. May throw the engine's exceptions.
class SuggestRun {
 public:
  SuggestRun(const Snapshot& snapshot, const VisibleSuggestions& visible, SuggestionEntries& entries,
             const SuggestRequest& request);
  std::vector<Suggestion> all();

 private:
  using Entry = std::shared_ptr<const SuggestionEntry>;
  std::vector<std::string> terms_for(std::optional<NameKind> kind, const SuggestLevel& level) const;
  /// Whether the best match of `text` is at this level; those of better levels were offered there.
  bool is_at(const SuggestLevel& level, const pinyin::Typeable& text) const;

  void add_titles();
  void add_titles(const SuggestLevel& level);
  void add_names(NameKind kind);
  std::vector<Entry> names_at(NameKind kind, const SuggestLevel& level) const;
  /// The newest resource the scope admits that has to do with the one so named.
  std::optional<ResourceId> shown_by(NameKind kind, const std::string& id) const;

  const Snapshot& snapshot_;
  const Xapian::Database& database_;
  const SuggestRequest& request_;
  const pinyin::Typed typed_;
  const VisibleSuggestions& visible_;
  SuggestionEntries& entries_;
  std::set<std::string> excluded_;
  std::vector<Suggestion> found_;
  std::set<std::string> offered_;  ///< titles, folded
};

}  // namespace kecang::xapian
