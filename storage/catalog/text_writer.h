#pragma once
/// Replaces a resource's text and its questions: little of it in the transaction that makes it current, much
/// of it in transactions before. For the catalogue's own files.
#include <functional>
#include <vector>

#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "storage/meta_store.h"

namespace kecang {

/// Removes a generation that no resource points at any more.
Result<void> erase_generation(MetaStore& store, const ResourceId& id, std::uint64_t generation);

/// Used by one thread for one text.
class TextWriter {
 public:
  /// `may_write` runs first in each transaction before the last: it fails when the writer has lost its right
  /// (a fence).
  TextWriter(MetaStore& store, const Resource& resource, std::function<Result<void>(Transaction&)> may_write);

  /// Removes what an interrupted writer left behind and, if the text is long, stores it beside the current
  /// one.
  Result<void> prepare(const std::vector<Segment>& segments, const std::vector<Question>& questions);
  /// Stores a short text and makes the resource point at the new one; the caller stores the resource.
  /// conflict/resource.text_changed when another text became current since.
  Result<void> flip(Transaction& tx, Resource& resource) const;
  /// Removes the text that was current before. Left undone by a crash, the next writer's `prepare` does it.
  Result<void> clean_up();

 private:
  Result<void> erase_leftovers();
  Result<void> put_ahead();

  MetaStore& store_;
  ResourceId id_;
  std::uint64_t current_;
  std::function<Result<void>(Transaction&)> may_write_;
  std::vector<Row> rows_;
  std::uint32_t segments_ = 0;
  std::uint32_t questions_ = 0;
  bool prepared_ = false;
  bool ahead_ = false;
};

}  // namespace kecang
