#include "storage/xapian/change_log.h"

#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "storage/xapian/layout.h"

namespace kecang::xapian {
namespace {

constexpr char kEverything = '*';

/// `<revision>:<document> <document> …`, or `<revision>:*`. The revision tells an entry from an older one in
/// the same place.
std::string entry_of(std::uint64_t revision, std::vector<DocumentNumber>& changed) {
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  auto entry = std::to_string(revision) + ':';
  if (changed.size() > kLoggedDocuments) return entry + kEverything;
  for (const auto document : changed) entry.append(std::to_string(document)).append(1, ' ');
  return entry;
}

bool read_entry(std::string_view entry, std::uint64_t revision, std::vector<DocumentNumber>& into) {
  const auto head = std::to_string(revision) + ':';
  if (!entry.starts_with(head) || entry.ends_with(kEverything)) return false;
  entry.remove_prefix(head.size());
  while (!entry.empty()) {
    DocumentNumber document = 0;
    const auto read = std::from_chars(entry.data(), entry.data() + entry.size(), document);
    if (read.ec != std::errc()) return false;
    into.push_back(document);
    entry.remove_prefix(std::min(entry.size(), static_cast<std::size_t>(read.ptr - entry.data()) + 1));
  }
  return true;
}

}  // namespace

void ChangeLog::write(Xapian::WritableDatabase& database) {
  const auto revision = std::uint64_t{database.get_revision()} + 1;
  database.set_metadata(metadata::changes(revision % kLoggedCommits), entry_of(revision, changed_));
  changed_.clear();
}

std::optional<std::vector<DocumentNumber>> changes_since(const Xapian::Database& database,
                                                         std::uint64_t from) {
  const auto to = std::uint64_t{database.get_revision()};
  if (to < from || to - from >= kLoggedCommits) return {};
  std::vector<DocumentNumber> changed;
  for (auto revision = from + 1; revision <= to; ++revision)
    if (!read_entry(database.get_metadata(metadata::changes(revision % kLoggedCommits)), revision, changed))
      return {};
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return changed;
}

}  // namespace kecang::xapian
