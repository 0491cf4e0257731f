#pragma once
/// Many resources changed at once (schemas/bulk-edits.md): looked at before, done, and taken back within ten
/// minutes. Each resource is changed or refused by itself. Any thread may call.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "server/library/names.h"
#include "server/library/work_bell.h"
#include "storage/catalog/bulk_edits.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

enum class BulkMode : std::uint8_t {
  add,      ///< to what is there; of what has one value only where nothing is said
  replace,  ///< instead of what is there
  clear,    ///< of what has one value, the value; of offers, those that are named
};
template <>
struct EnumNames<BulkMode> {
  static constexpr auto values =
      std::array{std::pair{BulkMode::add, "add"}, std::pair{BulkMode::replace, "replace"},
                 std::pair{BulkMode::clear, "clear"}};
};

struct BulkTagChange {
  BulkMode mode = BulkMode::replace;
  std::string value;
};
template <class V>
void describe(V& v, BulkTagChange& c) {
  v("mode", c.mode);
  v("value", c.value);
}

struct BulkReleaseChange {
  BulkMode mode = BulkMode::add;
  std::vector<Release> releases;
};
template <class V>
void describe(V& v, BulkReleaseChange& c) {
  v("mode", c.mode);
  v("releases", c.releases);
}

struct BulkChange {
  std::vector<ResourceId> resources;
  std::map<std::string, BulkTagChange> tags;
  std::optional<BulkReleaseChange> releases;
};
template <class V>
void describe(V& v, BulkChange& c) {
  v("resources", c.resources);
  v("tags", c.tags);
  v("releases", c.releases);
}

/// What changes of one resource, in words.
struct BulkFieldChange {
  std::string field;  ///< a tag's name, or "releases"
  std::string before{};
  std::string after{};
};

enum class BulkState : std::uint8_t { changed, unchanged, refused };
template <>
struct EnumNames<BulkState> {
  static constexpr auto values =
      std::array{std::pair{BulkState::changed, "changed"}, std::pair{BulkState::unchanged, "unchanged"},
                 std::pair{BulkState::refused, "refused"}};
};

struct BulkLine {
  ResourceId resource;
  std::string title{};  ///< empty where it may not be seen
  BulkState state = BulkState::unchanged;
  std::string code{};  ///< why it is refused
  std::vector<BulkFieldChange> changes{};
};

struct BulkResult {
  std::optional<BulkEdit> edit;  ///< what can be taken back; nothing when nothing changed
  std::vector<BulkLine> lines;   ///< in the order asked, each resource once
};

class BulkEdits {
 public:
  BulkEdits(BulkEditCatalog& edits, const LibraryCatalog& catalog, const Directory& directory, WorkBell& bell)
      : edits_(edits), catalog_(catalog), directory_(directory), bell_(bell) {}

  /// What `apply` would do now. Errors as there.
  Result<std::vector<BulkLine>> preview(const access::Viewer& viewer, const BulkChange& change) const;
  /// invalid/bulk.none_chosen, bulk.too_many, bulk.nothing_said, bulk.value_missing, resource.tag_unknown,
  /// value.too_long.
  Result<BulkResult> apply(const Actor& actor, const access::Viewer& viewer, const BulkChange& change);
  /// not_found/bulk.absent, conflict/bulk.undone.
  Result<std::vector<BulkLine>> undo(const Actor& actor, const access::Viewer& viewer, const BulkEditId& id);
  Result<std::vector<BulkEdit>> undoable(const access::Viewer& viewer) const;

 private:
  Result<BulkLine> line_of(const BulkOutcome& outcome, Names& names) const;
  Result<std::vector<BulkLine>> lines_of(const std::vector<BulkOutcome>& outcomes) const;

  BulkEditCatalog& edits_;
  const LibraryCatalog& catalog_;
  const Directory& directory_;
  WorkBell& bell_;
};

}  // namespace kecang

KECANG_NOUN(kecang::BulkChange);
