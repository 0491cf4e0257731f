#include "server/library/vocabulary.h"

#include <fstream>

namespace kecang {
namespace {

namespace fs = std::filesystem;

/// Whole or as before.
Result<void> write_whole(const fs::path& file, const std::string& text) {
  const auto beside = fs::path(file).concat(".new");
  std::error_code failure;
  fs::create_directories(file.parent_path(), failure);
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return Error::unavailable("vocab.not_stored").because(beside.string());
  fs::rename(beside, file, failure);
  if (failure) return Error::unavailable("vocab.not_stored").because(failure.message());
  return {};
}

}  // namespace

LiveVocabulary::LiveVocabulary(fs::path seeds, fs::path replacements, vocab::Vocabulary loaded)
    : seeds_(std::move(seeds)),
      replacements_(std::move(replacements)),
      current_(std::make_shared<const vocab::Vocabulary>(std::move(loaded))) {}

Result<std::unique_ptr<LiveVocabulary>> LiveVocabulary::load(fs::path seeds, fs::path replacements) {
  KECANG_ASSIGN(auto loaded, vocab::Vocabulary::load(seeds, replacements));
  return std::unique_ptr<LiveVocabulary>(
      new LiveVocabulary(std::move(seeds), std::move(replacements), std::move(loaded)));
}

std::shared_ptr<const vocab::Vocabulary> LiveVocabulary::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

PathGuess LiveVocabulary::guess(std::string_view path) const {
  return {.title = vocab::title_of(path), .tags = vocab::tags_of(current()->guess(path))};
}

Result<void> LiveVocabulary::replace(const Actor& actor, Directory& directory, const std::string& file,
                                     const Json& content) {
  KECANG_TRY(vocab::Vocabulary::check(file, content));
  const std::lock_guard one_at_a_time(replacing_);
  KECANG_TRY(write_whole(replacements_ / (file + ".json"), json_text(content)));
  KECANG_ASSIGN(auto loaded, vocab::Vocabulary::load(seeds_, replacements_));
  {
    const std::lock_guard lock(mutex_);
    current_ = std::make_shared<const vocab::Vocabulary>(std::move(loaded));
  }
  return directory.record(actor, "vocabulary.replaced", file, {});
}

}  // namespace kecang
