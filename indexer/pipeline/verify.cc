#include "indexer/pipeline/verify.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "indexer/pipeline/index_document.h"

namespace kecang::pipeline {
namespace {

constexpr seconds kCatchUp{30};
constexpr milliseconds kPoll{200};
constexpr std::size_t kMarksPerRequest = 1'000;

using Versions = std::unordered_map<ResourceId, std::uint64_t>;
using Each = std::function<void(Difference, const ResourceId&, const std::string&)>;

/// What the index has not taken over is no difference; give it the time to do so.
Result<std::uint64_t> let_the_index_catch_up(InternalClient& client, Stop& stop) {
  const auto end = std::chrono::steady_clock::now() + kCatchUp;
  while (true) {
    KECANG_ASSIGN(const auto now, client.claim({.limit = 0, .lease_ms = 0, .wait_ms = 0}));
    if (now.dirty == 0 || std::chrono::steady_clock::now() >= end) return now.dirty;
    if (stop.wait(kPoll)) return Error::busy("pipeline.stopping");
  }
}

Result<bool> bytes_match(const BlobReader& blob, const BlobId& id) {
  Sha256 hash;
  std::vector<char> buffer(1 << 20);
  for (std::uint64_t offset = 0; offset < blob.size();) {
    KECANG_ASSIGN(const auto got, blob.read_at(offset, buffer));
    if (got == 0) return false;
    hash.update({buffer.data(), got});
    offset += got;
  }
  return hash.finish() == id;
}

class Comparison {
 public:
  Comparison(const BlobStore& blobs, const VerifyOptions& options, Versions indexed, const Each& each)
      : blobs_(blobs), options_(options), indexed_(std::move(indexed)), each_(each) {
    result_.indexed = indexed_.size();
  }

  Result<void> compare(const indexing::Indexable& item) {
    ++result_.resources;
    compare_index(item);
    return compare_blob(item.resource);
  }
  /// Call once every resource is compared: what is left in the index belongs to none.
  void compare_rest() {
    for (const auto& [id, version] : indexed_) report(Difference::unknown_to_catalogue, id, "");
  }
  const std::vector<ResourceId>& to_index_again() const { return again_; }
  Verified& result() { return result_; }

 private:
  void compare_index(const indexing::Indexable& item) {
    const auto& resource = item.resource;
    const auto found = indexed_.find(resource.id);
    const bool there = found != indexed_.end();
    const bool to_be_read = resource.state == FileState::waiting;
    if (is_findable(item) && !there && !to_be_read) {
      report(Difference::missing_in_index, resource.id, resource.title);
      again_.push_back(resource.id);
    } else if (there && (!is_findable(item) || found->second != item.version)) {
      report(Difference::outdated_in_index, resource.id, resource.title);
      again_.push_back(resource.id);
    }
    if (there) indexed_.erase(found);
  }

  Result<void> compare_blob(const Resource& resource) {
    if (!resource.revision) return {};
    KECANG_ASSIGN(const auto difference, blob_difference(*resource.revision));
    if (difference) report(*difference, resource.id, resource.title);
    return {};
  }

  Result<std::optional<Difference>> blob_difference(const Revision& revision) const {
    using Found = std::optional<Difference>;
    const auto blob = blobs_.open(revision.blob);
    if (!blob) {
      if (blob.error().kind() == ErrorKind::not_found) return Found(Difference::missing_blob);
      if (blob.error().kind() == ErrorKind::corrupt) return Found(Difference::changed_blob);
      return blob.error();
    }
    if ((*blob)->size() != revision.size) return Found(Difference::wrong_blob_size);
    if (!options_.read_blobs) return Found();
    KECANG_ASSIGN(const bool same, bytes_match(**blob, revision.blob));
    return same ? Found() : Found(Difference::changed_blob);
  }

  void report(Difference difference, const ResourceId& id, const std::string& title) {
    ++result_.differences;
    each_(difference, id, title);
  }

  const BlobStore& blobs_;
  const VerifyOptions& options_;
  Versions indexed_;
  const Each& each_;
  std::vector<ResourceId> again_;
  Verified result_;
};

Result<void> mark(InternalClient& client, const std::vector<ResourceId>& ids) {
  for (std::size_t begin = 0; begin < ids.size(); begin += kMarksPerRequest) {
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto count = std::min(kMarksPerRequest, ids.size() - begin);
    KECANG_TRY(client.mark_dirty({first, first + static_cast<std::ptrdiff_t>(count)}));
  }
  return {};
}

}  // namespace

std::string_view name_of(Difference difference) {
  switch (difference) {
    case Difference::missing_in_index:
      return "missing_in_index";
    case Difference::outdated_in_index:
      return "outdated_in_index";
    case Difference::unknown_to_catalogue:
      return "unknown_to_catalogue";
    case Difference::missing_blob:
      return "missing_blob";
    case Difference::wrong_blob_size:
      return "wrong_blob_size";
    case Difference::changed_blob:
      return "changed_blob";
  }
  return "";
}

Result<Verified> verify(InternalClient& client, const BlobStore& blobs, const IndexInspector& index,
                        const VerifyOptions& options, Stop& stop, const Each& each) {
  KECANG_ASSIGN(const auto waiting, let_the_index_catch_up(client, stop));
  Versions indexed;
  KECANG_TRY(index.list([&](const ResourceId& id, std::uint64_t version) -> Result<void> {
    indexed[id] = version;
    return {};
  }));
  Comparison comparison(blobs, options, std::move(indexed), each);
  ResourceQuery query{.after = {}, .limit = 1'000, .bytes = 8ULL << 20, .text = false};
  do {
    if (stop.requested()) return Error::busy("pipeline.stopping");
    KECANG_ASSIGN(const auto page, client.resources(query));
    for (const auto& item : page.batch.items) KECANG_TRY(comparison.compare(item));
    query.after = page.next;
  } while (!query.after.empty());
  comparison.compare_rest();
  Verified result = comparison.result();
  result.waiting = waiting;
  if (!options.repair) return result;
  KECANG_TRY(mark(client, comparison.to_index_again()));
  result.repaired = comparison.to_index_again().size();
  return result;
}

}  // namespace kecang::pipeline
