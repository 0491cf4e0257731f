#include "storage/xapian/index_writer.h"

#include <xapian.h>

#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "storage/xapian/change_log.h"
#include "storage/xapian/document_builder.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/guard.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/stamp.h"
#include "storage/xapian/suggest_writer.h"

namespace kecang::xapian {
namespace {

/// One database of the generation.
struct OpenPart {
  Xapian::WritableDatabase database;
  std::unique_ptr<FacetNumbering> facets;
  ChangeLog changes;

  void add(const Xapian::Document& document) { changes.add(database.add_document(document)); }
  /// Numbers are kept as far as they go.
  void replace(const std::string& unique, const std::vector<Xapian::Document>& documents) {
    const std::vector<Xapian::docid> former(database.postlist_begin(unique), database.postlist_end(unique));
    for (std::size_t i = 0; i < documents.size(); ++i) {
      if (i >= former.size()) {
        add(documents[i]);
        continue;
      }
      database.replace_document(former[i], documents[i]);
      changes.add(former[i]);
    }
    for (std::size_t i = documents.size(); i < former.size(); ++i) {
      database.delete_document(former[i]);
      changes.add(former[i]);
    }
  }
  void erase(const std::string& unique) { replace(unique, {}); }
};

/// In which order the parts are committed. Resources last: whoever sees a new position finds the others
/// there.
constexpr auto kCommitOrder = std::to_array<Part>({Part::questions, Part::suggestions, Part::resources});
static_assert(kCommitOrder.size() == kParts.size());

std::size_t size_of(const std::vector<std::string_view>& texts) {
  return std::accumulate(texts.begin(), texts.end(), std::size_t{0},
                         [](std::size_t bytes, std::string_view text) { return bytes + text.size(); });
}

std::size_t size_of(const IndexDocument& document) {
  auto bytes = document.title.size() + size_of(document.segments);
  if (document.segments_without_answers) bytes *= 2;
  for (const auto& question : document.questions)
    bytes += size_of(question.texts) + size_of(question.answer_texts);
  return bytes;
}

}  // namespace

class GenerationWriter final : public IndexWriter {
 public:
  GenerationWriter(std::filesystem::path place, WriterOptions options)
      : place_(std::move(place)), options_(std::move(options)) {}

  Result<void> open() {
    KECANG_TRY(check_parts(place_));
    pending_bytes_ = 0;
    return guarded([&]() -> Result<void> {
      for (const auto part : kParts) KECANG_TRY(open(part));
      suggestions_ = std::make_unique<SuggestWriter>(of(Part::suggestions).database);
      return {};
    });
  }

  Result<void> replace(const IndexDocument& document) override {
    KECANG_TRY(change([&] {
      auto& resources = of(Part::resources);
      resources.replace(id_term(document.id), build_documents(document, *resources.facets));
      auto& questions = of(Part::questions);
      questions.erase(id_term(document.id));
      for (const auto& question : build_questions(document, *questions.facets)) questions.add(question);
      suggestions_->replace(document);
    }));
    return taken_over(document);
  }

  /// Of a resource that is not there yet.
  Result<void> add(const IndexDocument& document) {
    KECANG_TRY(change([&] {
      auto& resources = of(Part::resources);
      for (const auto& one : build_documents(document, *resources.facets))
        resources.database.add_document(one);
      auto& questions = of(Part::questions);
      for (const auto& question : build_questions(document, *questions.facets))
        questions.database.add_document(question);
      suggestions_->replace(document);
    }));
    return taken_over(document);
  }

  Result<void> remove(const ResourceId& id) override {
    return change([&] {
      for (auto& part : parts_) part.erase(id_term(id));
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
    auto& [database, facets, changes] = of(part);
    facets.reset();
    changes = {};
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

  Result<void> taken_over(const IndexDocument& document) {
    pending_bytes_ += size_of(document);
    return pending_bytes_ < options_.flush_bytes ? Result<void>() : flush();
  }

  Result<void> flush() {
    KECANG_TRY(change([&] {
      for (const auto part : kCommitOrder) {
        // Written anew each time, so that no commit exists without the versions that made it.
        stamp(of(part).database, options_.epoch);
        of(part).changes.write(of(part).database);
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
      suggestions_.reset();
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
  std::unique_ptr<SuggestWriter> suggestions_;
  std::size_t pending_bytes_ = 0;
  bool failed_ = false;
};

namespace {

Result<std::unique_ptr<GenerationWriter>> open_generation(const std::filesystem::path& place,
                                                          const WriterOptions& options) {
  auto writer = std::make_unique<GenerationWriter>(place, options);
  KECANG_TRY(writer->open());
  return writer;
}

Error disk_error(const std::filesystem::path& place, const std::error_code& failed) {
  const auto detail = place.string() + ": " + failed.message();
  if (failed == std::errc::no_space_on_device) return Error::unavailable("store.disk_full").because(detail);
  return Error::unavailable("index.unavailable").because(detail);
}

/// Written beside and put in its place; a crash in between leaves a generation that `check_parts` refuses.
Result<void> compact_part(const std::filesystem::path& part) {
  const auto compacted = std::filesystem::path(part).concat(".compact");
  const auto holed = std::filesystem::path(part).concat(".holed");
  std::error_code failed;
  for (const auto& left : {compacted, holed}) std::filesystem::remove_all(left, failed);  // by a crash
  KECANG_TRY(guarded([&]() -> Result<void> {
    Xapian::Database database(part.string());
    // Suggestions are numbered from above, so that the newest come first: numbers stay.
    database.compact(compacted.string(), Xapian::DBCOMPACT_NO_RENUMBER);
    return {};
  }));
  std::filesystem::rename(part, holed, failed);
  if (failed) return disk_error(part, failed);
  std::filesystem::rename(compacted, part, failed);
  if (failed) return disk_error(part, failed);
  std::filesystem::remove_all(holed, failed);
  return {};
}

}  // namespace

Result<std::unique_ptr<IndexWriter>> open_writer(const std::filesystem::path& index_directory,
                                                 const WriterOptions& options, const Clock& clock) {
  KECANG_ASSIGN(const auto live, live_generation(index_directory));
  if (live) {
    KECANG_ASSIGN(auto writer, open_generation(index_directory / *live, options));
    return std::unique_ptr<IndexWriter>(std::move(writer));
  }
  KECANG_ASSIGN(const auto first, new_generation(index_directory, clock.now()));
  KECANG_ASSIGN(auto writer, open_generation(index_directory / first, options));
  KECANG_TRY(publish_generation(index_directory, first, clock.now()));
  return std::unique_ptr<IndexWriter>(std::move(writer));
}

Rebuild::Rebuild(std::filesystem::path index_directory, std::string generation, WriterOptions options,
                 const Clock& clock)
    : index_directory_(std::move(index_directory)),
      generation_(std::move(generation)),
      options_(std::move(options)),
      clock_(&clock) {}
Rebuild::Rebuild(Rebuild&&) noexcept = default;
Rebuild& Rebuild::operator=(Rebuild&&) noexcept = default;
Rebuild::~Rebuild() = default;

Result<Rebuild> Rebuild::begin(const std::filesystem::path& index_directory, const WriterOptions& options,
                               const Clock& clock) {
  KECANG_TRY(sweep_generations(index_directory));
  KECANG_ASSIGN(auto name, new_generation(index_directory, clock.now()));
  Rebuild rebuild(index_directory, std::move(name), options, clock);
  KECANG_TRY(rebuild.open());
  return rebuild;
}

Result<Rebuild> Rebuild::resume(const std::filesystem::path& index_directory, const std::string& generation,
                                const WriterOptions& options, const Clock& clock) {
  {
    // Opened under its old name first: one that is refused keeps it.
    Rebuild refused(index_directory, generation, options, clock);
    KECANG_TRY(refused.open());
  }
  KECANG_ASSIGN(auto name, renew_generation(index_directory, generation, clock.now()));
  Rebuild rebuild(index_directory, std::move(name), options, clock);
  KECANG_TRY(rebuild.open());
  return rebuild;
}

Result<void> Rebuild::open() {
  KECANG_ASSIGN(writer_, open_generation(index_directory_ / generation_, options_));
  return {};
}

IndexWriter& Rebuild::writer() {
  return *writer_;
}

Result<void> Rebuild::add(const IndexDocument& document) {
  return writer_->add(document);
}

Result<void> Rebuild::compact() {
  KECANG_TRY(writer_->commit());
  writer_.reset();  // its lock stands in the way
  for (const auto part : kParts) KECANG_TRY(compact_part(index_directory_ / generation_ / folder_of(part)));
  return open();
}

Result<IndexPosition> Rebuild::publish() {
  KECANG_ASSIGN(const auto position, writer_->commit());
  KECANG_TRY(publish_generation(index_directory_, generation_, clock_->now()));
  return position;
}

}  // namespace kecang::xapian
