#include "storage/xapian/index_writer.h"

#include <xapian.h>

#include <string>

#include "storage/xapian/document_builder.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/guard.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/stamp.h"

namespace kecang::xapian {
namespace {

class Writer final : public IndexWriter {
 public:
  Writer(std::filesystem::path place, WriterOptions options)
      : place_(std::move(place)), options_(std::move(options)) {}

  Result<void> open() {
    return guarded([&]() -> Result<void> {
      facets_.reset();
      database_ = Xapian::WritableDatabase(place_.string(), Xapian::DB_CREATE_OR_OPEN);
      if (stamp_of(database_).empty()) {
        stamp(database_, options_.epoch);
        database_.commit();
      }
      KECANG_TRY(check_stamp(database_));
      const auto epoch = stamp_of(database_).epoch;
      if (epoch != options_.epoch)
        return Error::conflict("index.other_epoch")
            .because("index has " + epoch + ", catalogue has " + options_.epoch);
      facets_ = std::make_unique<FacetNumbering>(database_);
      pending_bytes_ = 0;
      return {};
    });
  }

  Result<void> replace(const IndexDocument& document) override {
    KECANG_TRY(change(
        [&] { database_.replace_document(id_term(document.id), build_document(document, *facets_)); }));
    pending_bytes_ += size_of(document);
    return pending_bytes_ < options_.flush_bytes ? Result<void>() : flush();
  }

  Result<void> remove(const ResourceId& id) override {
    return change([&] { database_.delete_document(id_term(id)); });
  }

  Result<IndexPosition> commit() override {
    KECANG_TRY(flush());
    return guarded([&]() -> Result<IndexPosition> {
      return IndexPosition{place_.filename().string(), database_.get_revision()};
    });
  }

 private:
  static std::size_t size_of(const IndexDocument& document) {
    auto bytes = document.title.size();
    for (const auto segment : document.segments) bytes += segment.size();
    return bytes;
  }

  Result<void> flush() {
    KECANG_TRY(change([&] {
      // Written anew each time, so that no commit exists without the versions that made it.
      stamp(database_, options_.epoch);
      database_.commit();
    }));
    pending_bytes_ = 0;
    return {};
  }

  /// After a change that failed the engine's writer must not be used again: the next one opens it anew.
  template <class Body>
  Result<void> change(Body&& body) {
    if (failed_) {
      facets_.reset();
      database_ = Xapian::WritableDatabase();
      KECANG_TRY(open());
    }
    auto changed = guarded([&]() -> Result<void> {
      body();
      return {};
    });
    failed_ = !changed;
    return changed;
  }

  const std::filesystem::path place_;
  const WriterOptions options_;
  Xapian::WritableDatabase database_;
  std::unique_ptr<FacetNumbering> facets_;
  std::size_t pending_bytes_ = 0;
  bool failed_ = false;
};

Result<std::unique_ptr<IndexWriter>> open_generation(const std::filesystem::path& place,
                                                     const WriterOptions& options) {
  auto writer = std::make_unique<Writer>(place, options);
  KECANG_TRY(writer->open());
  return std::unique_ptr<IndexWriter>(std::move(writer));
}

}  // namespace

Result<std::unique_ptr<IndexWriter>> open_writer(const std::filesystem::path& index_directory,
                                                 const WriterOptions& options, const Clock& clock) {
  KECANG_ASSIGN(const auto live, live_generation(index_directory));
  if (live) return open_generation(index_directory / *live, options);
  KECANG_ASSIGN(const auto first, new_generation(index_directory, clock.now()));
  KECANG_ASSIGN(auto writer, open_generation(index_directory / first, options));
  KECANG_TRY(publish_generation(index_directory, first));
  return writer;
}

Result<Rebuild> Rebuild::begin(const std::filesystem::path& index_directory, const WriterOptions& options,
                               const Clock& clock) {
  KECANG_ASSIGN(auto name, new_generation(index_directory, clock.now()));
  KECANG_ASSIGN(auto writer, open_generation(index_directory / name, options));
  return Rebuild(index_directory, std::move(name), std::move(writer));
}

Result<IndexPosition> Rebuild::publish() {
  KECANG_ASSIGN(const auto position, writer_->commit());
  KECANG_TRY(publish_generation(index_directory_, generation_));
  KECANG_TRY(sweep_generations(index_directory_));
  return position;
}

}  // namespace kecang::xapian
