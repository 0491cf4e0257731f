#include "storage/xapian/postings.h"

#include <xapian.h>

#include <algorithm>
#include <limits>

#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

/// A list larger than this share of the whole displaces too much.
constexpr std::uint64_t kMostOfAll = 8;
/// Nodes, keys, allocations.
constexpr std::uint64_t kEntryBytes = 256;
/// So many terms asked for once are remembered.
constexpr std::size_t kAskedOnce = 1 << 16;
/// To find a document in the engine's list costs as much as to unpack so many.
constexpr std::size_t kSeekCost = 64;

std::uint64_t bytes_of(const std::string& term, const PostingCache::Kept& kept) {
  return kEntryBytes + term.size() + kept.list->bytes();
}

}  // namespace

PostingList::PostingList(std::vector<DocumentNumber> documents, const std::vector<std::uint32_t>& counts)
    : documents_(std::move(documents)),
      counts_(counts),
      largest_(counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end())) {}

void PostingCache::keep(const std::string& term, Kept kept) {
  const auto bytes = bytes_of(term, kept);
  if (bytes <= kept_.most_bytes() / kMostOfAll) kept_.keep(term, std::move(kept), bytes);
}

bool PostingCache::takes(std::size_t documents) const {
  return documents * (sizeof(DocumentNumber) + 1) < kept_.most_bytes() / kMostOfAll;
}

bool PostingCache::asked_before(const std::string& term) {
  const auto hash = std::hash<std::string>()(term);
  const std::lock_guard lock(mutex_);
  if (asked_.size() >= kAskedOnce) asked_.clear();
  return !asked_.insert(hash).second;
}

struct PostingCursor::Engine {
  Xapian::PostingIterator at;
  Xapian::PostingIterator end;
};

PostingCursor::PostingCursor(SharedPostings list) : list_(std::move(list)) {}
PostingCursor::PostingCursor(const Xapian::Database& database, const std::string& term)
    : engine_(std::make_unique<Engine>(Engine{database.postlist_begin(term), database.postlist_end(term)})) {}
PostingCursor::PostingCursor(PostingCursor&&) noexcept = default;
PostingCursor::~PostingCursor() = default;

std::uint32_t PostingCursor::count() const {
  return list_ ? list_->count(place_) : engine_->at.get_wdf();
}

bool PostingCursor::seek(DocumentNumber document) {
  if (list_) return seek_in_list(document);
  auto& [at, end] = *engine_;
  if (at != end && *at < document) at.skip_to(document);
  return at != end && *at == document;
}

/// In growing steps, because the next document is seldom far.
bool PostingCursor::seek_in_list(DocumentNumber document) {
  const auto& documents = list_->documents();
  std::size_t step = 1;
  auto end = place_;
  while (end < documents.size() && documents[end] < document) {
    place_ = end;
    end += step;
    step *= 2;
  }
  const auto first = documents.begin() + static_cast<std::ptrdiff_t>(place_);
  const auto last = documents.begin() + static_cast<std::ptrdiff_t>(std::min(end, documents.size()));
  place_ = static_cast<std::size_t>(std::lower_bound(first, last, document) - documents.begin());
  return place_ < documents.size() && documents[place_] == document;
}

SharedPostings Postings::all(const std::string& term) const {
  if (auto list = kept(term)) return list;
  auto list = decoded(term);
  cache_.keep(term, {snapshot_.position(), list});
  return list;
}

PostingCursor Postings::cursor(const std::string& term, std::size_t documents) const {
  if (auto list = kept(term)) return PostingCursor(std::move(list));
  const auto& database = snapshot_.database();
  const auto size = database.get_termfreq(term);
  if (size < documents * kSeekCost || (cache_.asked_before(term) && cache_.takes(size)))
    return PostingCursor(all(term));
  return {database, term};
}

std::uint32_t Postings::largest_count(const std::string& term) const {
  if (const auto list = kept(term)) return list->largest_count();
  return snapshot_.database().get_wdf_upper_bound(term);
}

SharedPostings Postings::kept(const std::string& term) const {
  auto found = cache_.find(term);
  if (!found) return nullptr;
  const auto position = snapshot_.position();
  if (found->position == position) return std::move(found->list);
  if (found->position.generation != position.generation || found->position.revision > position.revision)
    return nullptr;
  auto list = brought_up_to_date(term, *found);
  if (list) cache_.keep(term, {position, list});
  return list;
}

SharedPostings Postings::decoded(const std::string& term) const {
  const auto& database = snapshot_.database();
  std::vector<DocumentNumber> documents;
  std::vector<std::uint32_t> counts;
  const auto size = database.get_termfreq(term);
  documents.reserve(size);
  counts.reserve(size);
  const auto end = database.postlist_end(term);
  for (auto at = database.postlist_begin(term); at != end; ++at) {
    documents.push_back(*at);
    counts.push_back(at.get_wdf());
  }
  return std::make_shared<const PostingList>(std::move(documents), counts);
}

/// Null when unpacking everything anew costs no more.
SharedPostings Postings::brought_up_to_date(const std::string& term, const PostingCache::Kept& kept) const {
  const auto changed = snapshot_.changes_since(kept.position.revision);
  const auto& old = *kept.list;
  if (changed == nullptr || changed->size() * kSeekCost > old.documents().size()) return nullptr;
  std::vector<DocumentNumber> documents;
  std::vector<std::uint32_t> counts;
  documents.reserve(old.documents().size() + changed->size());
  counts.reserve(documents.capacity());
  const auto& database = snapshot_.database();
  PostingCursor now(database, term);
  std::size_t place = 0;
  const auto take_until = [&](DocumentNumber end) {
    for (; place < old.documents().size() && old.documents()[place] < end; ++place) {
      documents.push_back(old.documents()[place]);
      counts.push_back(old.count(place));
    }
  };
  for (const auto document : *changed) {
    take_until(document);
    if (place < old.documents().size() && old.documents()[place] == document) ++place;
    if (!now.seek(document)) continue;
    documents.push_back(document);
    counts.push_back(now.count());
  }
  take_until(std::numeric_limits<DocumentNumber>::max());
  return std::make_shared<const PostingList>(std::move(documents), counts);
}

}  // namespace kecang::xapian
