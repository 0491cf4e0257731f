#pragma once
/// Collections with their outlines. What a reader may not see is not_found, the same as absent. Any thread
/// may call.
#include <functional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/collection.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

struct StoredCollection {
  Collection head;
  Outline outline;
};

class CollectionCatalog {
 public:
  CollectionCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// conflict/collection.too_many beyond kPerOwner, too_large/collection.too_large when a section does not
  /// fit. Returns what is stored, with its id.
  Result<StoredCollection> add(const Actor& actor, StoredCollection collection);
  static constexpr std::size_t kPerOwner = 500;

  Result<Collection> head(const CollectionReader& reader, const CollectionId& id) const;
  Result<StoredCollection> read(const CollectionReader& reader, const CollectionId& id) const;

  enum class Shelf {
    edited,     ///< those the reader may edit
    groups,     ///< those of the groups named by `of`
    published,  ///< those published to the reader
  };
  struct Wanted {
    Shelf shelf = Shelf::published;
    std::vector<std::string> of{};  ///< id texts of owners and of the person who edits; not for `published`
  };
  /// Newest first. invalid/page.cursor.
  Result<Page<Collection>> list(const CollectionReader& reader, const Wanted& wanted,
                                const PageRequest& page) const;

  /// Reads, changes, checks that the stored version is still `version` (conflict/collection.changed with the
  /// current `version`, `by`: the id text of who changed it last, and `at`), raises it, writes the audit
  /// record `action`; one transaction. The record names what differs; of releases it says to whom.
  Result<StoredCollection> change(const Actor& actor, const CollectionReader& reader, const CollectionId& id,
                                  std::uint64_t version, std::string action,
                                  const std::function<Result<void>(StoredCollection&)>& edit);
  /// `allow` gets what is stored and may refuse.
  Result<void> erase(const Actor& actor, const CollectionReader& reader, const CollectionId& id,
                     std::uint64_t version, const std::function<Result<void>(const Collection&)>& allow);

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
