#include "storage/xapian/index_writer.h"

#include <xapian.h>

#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "storage/xapian/document_builder.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/guard.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/stamp.h"

namespace kecang::xapian {
namespace {

/// One database of the generation.
struct OpenPart {
  Xapian::WritableDatabase database;
  std::unique_ptr<FacetNumbering> facets;
};

std::size_t size_of(const std::vector<std::string_view>& texts) {
  return std::accumulate(texts.begin(), texts.end(), std::size_t{0},
                         [](std::size_t bytes, std::string_view text) { return bytes + text.size(); });
}

std::size_t size_of(const IndexDocument& document) {
  auto bytes = document.title.size() + size_of(document.segments);
  for (const auto& question : document.questions)
    bytes += size_of(question.texts) + size_of(question.answer_texts);
  return bytes;
}

class Writer final : public IndexWriter {
 public:
  Writer(std::filesystem::path place, WriterOptions options)
      : place_(std::move(place)), options_(std::move(options)) {}

  Result<void> open() {
    KECANG_TRY(check_parts(place_));
    pending_bytes_ = 0;
    return guarded([&]() -> Result<void> {
      for (const auto part : kParts) KECANG_TRY(open(part));
      return {};
    });
  }

  Result<void> replace(const IndexDocument& document) override {
    KECANG_TRY(change([&] {
      auto& resources = of(Part::resources);
      resources.database.replace_document(id_term(document.id), build_document(document, *resources.facets));
      auto& questions = of(Part::questions);
      questions.database.delete_document(id_term(document.id));
      for (const auto& question : build_questions(document, *questions.facets))
        questions.database.add_document(question);
    }));
    pending_bytes_ += size_of(document);
    return pending_bytes_ < options_.flush_bytes ? Result<void>() : flush();
  }

  Result<void> remove(const ResourceId& id) override {
    return change([&] {
      for (auto& part : parts_) part.database.delete_document(id_term(id));
    });
  }

  Result<IndexPosition> commit() override {
    KECANG_TRY(flush());
    return guarded([&]() -> Result<IndexPosition> {
      return IndexPosition{place_.filename().string(), of(Part::resources).database.get_revision()};
    });
  }

 private:
  OpenPart& of(Part part) { return parts_[static_cast<std::size_t>(part)]; }

  Result<void> open(Part part) {
    auto& [database, facets] = of(part);
    facets.reset();
    const auto folder = place_ / folder_of(part);
    std::filesystem::create_directories(folder);
    database = Xapian::WritableDatabase(folder.string(), Xapian::DB_CREATE_OR_OPEN);
    if (stamp_of(database).empty()) {
      stamp(database, options_.epoch);
      database.commit();
    }
    KECANG_TRY(check_stamp(database));
    const auto epoch = stamp_of(database).epoch;
    if (epoch != options_.epoch)
      return Error::conflict("index.other_epoch")
          .because("index has " + epoch + ", catalogue has " + options_.epoch);
    facets = std::make_unique<FacetNumbering>(database);
    return {};
  }

  /// Questions first: whoever sees a new position finds them there.
  Result<void> flush() {
    KECANG_TRY(change([&] {
      for (const auto part : {Part::questions, Part::resources}) {
        // Written anew each time, so that no commit exists without the versions that made it.
        stamp(of(part).database, options_.epoch);
        of(part).database.commit();
      }
    }));
    pending_bytes_ = 0;
    return {};
  }

  /// After a change that failed the engine's writers must not be used again: the next one opens them anew.
  template <class Body>
  Result<void> change(Body&& body) {
    if (failed_) {
      parts_ = {};
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
  std::array<OpenPart, kParts.size()> parts_;
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
