#pragma once
/// What the readers of a part keep in memory together: columns, lists of postings, who sees what.
#include "storage/xapian/columns_cache.h"
#include "storage/xapian/identities.h"
#include "storage/xapian/postings.h"
#include "storage/xapian/suggestion_entries.h"
#include "storage/xapian/visible_documents.h"
#include "storage/xapian/visible_suggestions.h"

namespace kecang::xapian {

/// Any thread may use it.
struct ReaderCaches {
  explicit ReaderCaches(std::uint64_t posting_bytes) : postings(posting_bytes) {}
  ColumnsCache columns;
  PostingCache postings;
  VisibleCache visible;
  VisibleSuggestionsCache suggestions;
  SuggestionEntries entries;
  Identities identities;
};

}  // namespace kecang::xapian
