#pragma once
/// A collection to be taken along: as a table, as one page, and as a ZIP of its files with that page. One
/// thread.
#include <deque>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "schemas/base/zip.h"
#include "server/library/collections.h"
#include "server/library/downloads.h"

namespace kecang {

/// As a spreadsheet reads it; `site` is where the pages are, e.g. https://kecang.example.
std::string collection_table(const CollectionView& view, const std::string& site);

/// One page that needs nothing else. `files` are names of files beside it, by resource; what is not among
/// them is a link into the site.
std::string collection_page(const CollectionView& view, const std::string& site,
                            const std::map<ResourceId, std::string>& files);

/// A name that every system takes for one of a file or folder: never empty, nothing in it that means
/// something in a path.
std::string safe_file_name(std::string_view name, std::string_view fallback);

/// What is packed, as somebody sees it when they are asked for.
struct PackedView {
  std::function<Result<CollectionView>(const access::Viewer&)> look;
  std::function<Result<void>(const access::Viewer&)> check;  ///< as `look`, and cheaper
};

/// The ZIP, made while it is read. Whoever takes it is asked for anew before each file: a right that ended
/// meanwhile counts, and the page at the end lists what they may see then.
class CollectionZip {
 public:
  using Viewer = std::function<Result<access::Viewer>()>;
  /// Told of each file before its first byte; an error ends the ZIP.
  using Taken = std::function<Result<void>(const ResourceId&, const Download&)>;
  CollectionZip(PackedView packed, const Downloads& downloads, Viewer viewer, Taken taken, std::string site)
      : packed_(std::move(packed)),
        downloads_(downloads),
        viewer_(std::move(viewer)),
        taken_(std::move(taken)),
        site_(std::move(site)) {}

  /// Looks it up; before reading. Errors of `look`. Its title.
  Result<std::string> begin();
  /// The next bytes, 0 at the end. Errors of `check` when it went out of the viewer's sight.
  Result<std::size_t> read(std::span<char> into);

 private:
  struct Wanted {
    ResourceId resource;
    std::string folder;
    std::size_t number = 0;
  };
  Result<void> advance();
  Result<void> open(const Wanted& wanted);
  Result<void> write_page();
  void begin_member(const std::string& name, std::uint64_t size, Time changed);
  void end_member();
  Result<std::size_t> read_file(std::span<char> into);

  const PackedView packed_;
  const Downloads& downloads_;
  const Viewer viewer_;
  const Taken taken_;
  const std::string site_;
  std::string root_;
  Time changed_{};
  std::deque<Wanted> wanted_;
  std::map<ResourceId, std::string> files_;  ///< in the archive, relative to the page
  std::vector<zip::Member> members_;
  std::uint64_t offset_ = 0;  ///< of what is made next
  std::string text_;          ///< made, not yet read
  std::size_t text_read_ = 0;
  std::shared_ptr<const BlobReader> file_;
  std::uint64_t file_read_ = 0;
  bool page_made_ = false;
  bool ended_ = false;
};

}  // namespace kecang
