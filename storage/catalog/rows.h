#pragma once
/// Nouns as rows: reading, writing and paging. For the catalogue's own files.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/model/describe.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang::rows {

/// Rows one transaction may write, with room for its audit record and counters.
inline constexpr std::size_t kBatch = 900;
/// Bytes of values one transaction may write, with the same room.
inline constexpr std::size_t kBatchBytes = 3 * 1024 * 1024;

template <class T>
Result<std::optional<T>> decoded(const std::optional<std::string>& bytes) {
  if (!bytes) return std::optional<T>();
  KECANG_ASSIGN(auto noun, from_cbor<T>(*bytes));
  return std::optional<T>(std::move(noun));
}

/// `Reader` is a MetaReader, a Transaction or the MetaStore itself.
template <class T, class Reader>
Result<std::optional<T>> find(Reader& reader, const std::string& key) {
  KECANG_ASSIGN(const auto bytes, reader.get(key));
  return decoded<T>(bytes);
}

/// not_found/`absent` when there is no such row.
template <class T, class Reader>
Result<T> need(Reader& reader, const std::string& key, const char* absent) {
  KECANG_ASSIGN(auto noun, (find<T>(reader, key)));
  if (!noun) return Error::not_found(absent);
  return std::move(*noun);
}

/// In the order asked, nothing where absent.
template <class T>
Result<std::vector<std::optional<T>>> find_all(MetaReader& reader, const std::vector<std::string>& keys) {
  std::vector<std::optional<T>> nouns;
  if (keys.empty()) return nouns;
  KECANG_ASSIGN(const auto values, reader.multi_get(keys));
  nouns.reserve(values.size());
  for (const auto& value : values) {
    KECANG_ASSIGN(auto noun, decoded<T>(value));
    nouns.push_back(std::move(noun));
  }
  return nouns;
}

template <class T>
Result<void> put(Transaction& tx, const std::string& key, const T& noun) {
  return tx.put(key, to_cbor(noun));
}

enum class Order { ascending, descending };

/// One page of the rows below `prefix`; the cursor is what follows the prefix in the last key.
/// invalid/page.cursor.
Result<Page<Row>> page_of(MetaReader& reader, std::string_view prefix, const PageRequest& page, Order order);

/// Every row below `prefix`, a thousand at a time, until `each` answers false.
Result<void> each_row(MetaReader& reader, std::string_view prefix,
                      const std::function<Result<bool>(const Row&)>& each);

/// Every noun that stands below `prefix` itself, with its key.
template <class T, class Each>
Result<void> each_noun(MetaReader& reader, std::string_view prefix, const Each& each) {
  return each_row(reader, prefix, [&](const Row& row) -> Result<bool> {
    KECANG_ASSIGN(const auto noun, from_cbor<T>(row.value));
    each(row.key, noun);
    return true;
  });
}

/// How many rows stand below `prefix`, counted up to `limit`.
Result<std::uint64_t> count(MetaReader& reader, std::string_view prefix, std::uint64_t limit);

/// A page of nouns that stand below `prefix` themselves.
template <class T>
Result<Page<T>> nouns_page(MetaReader& reader, std::string_view prefix, const PageRequest& page,
                           Order order = Order::ascending) {
  KECANG_ASSIGN(auto found, page_of(reader, prefix, page, order));
  Page<T> nouns;
  nouns.next = std::move(found.next);
  nouns.items.reserve(found.items.size());
  for (const auto& row : found.items) {
    KECANG_ASSIGN(auto noun, from_cbor<T>(row.value));
    nouns.items.push_back(std::move(noun));
  }
  return nouns;
}

}  // namespace kecang::rows
