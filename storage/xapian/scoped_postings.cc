#include "storage/xapian/scoped_postings.h"

#include <xapian.h>

#include <algorithm>

namespace kecang::xapian {

class ScopedPostings::AnyOf {
 public:
  AnyOf(const Xapian::Database& database, const std::vector<std::string>& terms) {
    for (const auto& term : terms) {
      auto postings = database.postlist_begin(term);
      if (postings != database.postlist_end(term)) lists_.push_back(std::move(postings));
    }
  }

  /// The first document from `least` on; 0: there is none.
  std::uint32_t from(std::uint32_t least) {
    std::uint32_t first = 0;
    for (std::size_t i = 0; i < lists_.size();) {
      if (*lists_[i] < least) lists_[i].skip_to(least);
      if (lists_[i] == Xapian::PostingIterator()) {
        std::swap(lists_[i], lists_.back());
        lists_.pop_back();
        continue;
      }
      const auto document = std::uint32_t{*lists_[i++]};
      if (document == least) return least;
      if (first == 0 || document < first) first = document;
    }
    return first;
  }

 private:
  std::vector<Xapian::PostingIterator> lists_;
};

ScopedPostings::ScopedPostings(const Xapian::Database& database,
                               const std::vector<std::vector<std::string>>& sets,
                               const std::vector<std::string>& without)
    : without_(std::make_unique<AnyOf>(database, without)) {
  sets_.reserve(sets.size());
  for (const auto& terms : sets) sets_.emplace_back(database, terms);
}

ScopedPostings::ScopedPostings(ScopedPostings&&) noexcept = default;
ScopedPostings::~ScopedPostings() = default;

std::uint32_t ScopedPostings::next() {
  auto found = next_of_all();
  while (found != 0 && without_->from(found) == found) found = next_of_all();
  return found;
}

std::uint32_t ScopedPostings::next_of_all() {
  auto wanted = at_ + 1;
  for (std::size_t agreed = 0, i = 0; agreed < sets_.size(); i = (i + 1) % sets_.size()) {
    const auto found = sets_[i].from(wanted);
    if (found == 0) return 0;
    agreed = found == wanted ? agreed + 1 : 1;
    wanted = found;
  }
  return at_ = wanted;
}

}  // namespace kecang::xapian
