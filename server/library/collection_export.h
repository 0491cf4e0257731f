#pragma once
/// A collection to be taken along: as a table, as one page, and as a ZIP of its files with that page. One
/// thread.
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "schemas/base/zip.h"
#include "server/library/collections.h"
#include "server/library/downloads.h"
#include "storage/catalog/blob_checksums.h"

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

/// What a ZIP is made with.
struct ZipParts {
  PackedView packed;
  const Downloads& downloads;
  BlobChecksums& checksums;
  /// Who takes it, as they are at this moment.
  std::function<Result<access::Viewer>()> viewer;
  /// Told of each file before its first byte; an error ends the ZIP.
  std::function<Result<void>(const ResourceId&, const Download&)> taken;
  std::string site;
};

/// The ZIP of a collection. What stands where is settled before its first byte, so that its length is known,
/// the same of the same reader is the same bytes, and a part may be asked for; the files' bytes are read
/// while they are sent. Whoever takes it is asked for anew before each file and at the page: what they may
/// not take any more is not sent, and the reading ends with conflict/zip.changed.
class CollectionZip {
 public:
  explicit CollectionZip(ZipParts parts) : parts_(std::move(parts)) {}

  /// Before all else. Errors of `look`.
  Result<void> lay_out();
  const std::string& title() const { return layout_.title; }
  std::uint64_t size() const { return layout_.size; }
  /// Another one for other bytes and for another reader.
  const std::string& tag() const { return layout_.tag; }
  /// At least one byte, if there is one at `offset`. conflict/zip.changed; errors of `check` when all of it
  /// went out of the viewer's sight.
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into);

 private:
  struct File {
    ResourceId resource;
    BlobId digest;
  };
  enum class Kind { header, bytes, descriptor, directory };
  struct Piece {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    Kind kind = Kind::header;
    std::size_t member = 0;
  };
  struct Layout {
    std::string title;
    std::string page;
    std::vector<File> files;
    std::vector<zip::Member> members;  ///< the files, then the page
    std::vector<Piece> pieces;         ///< without gaps, by offset
    std::uint64_t size = 0;
    std::string tag;
  };
  Result<Layout> laid_out(const access::Viewer& viewer) const;
  Result<void> add_file(Layout& layout, const access::Viewer& viewer, const ItemView& item,
                        const std::string& folder, std::size_t number) const;
  Result<void> admit(const Piece& piece, std::uint64_t offset);
  Result<void> admit_file(std::size_t member);
  Result<void> admit_page() const;
  Result<std::string> text_of(const Piece& piece);
  Result<std::size_t> read_bytes(const Piece& piece, std::uint64_t at, std::span<char> into);
  Result<std::uint32_t> crc_of(std::size_t member);
  void sum(std::size_t member, std::uint64_t at, std::span<const char> bytes);
  bool is_page(std::size_t member) const { return member >= layout_.files.size(); }

  const ZipParts parts_;
  Layout layout_;
  std::vector<std::optional<std::uint32_t>> sums_;  ///< of the files, as far as they are known
  struct {
    std::size_t member = 0;
    std::uint64_t bytes = 0;  ///< from the first on
    std::uint32_t crc = 0;
  } running_;
  std::optional<std::size_t> admitted_;  ///< the member, or behind them the directory
  std::uint64_t admitted_until_ = 0;
  std::set<std::size_t> told_;
  std::shared_ptr<const BlobReader> file_;  ///< of the admitted member
};

}  // namespace kecang
