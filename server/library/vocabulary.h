#pragma once
/// The vocabulary in use, and its replacement by an administrator while the server runs. Any thread may call.
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "schemas/vocab/vocab.h"
#include "server/library/arrival.h"
#include "storage/catalog/directory.h"

namespace kecang {

class LiveVocabulary {
 public:
  /// Seeds as they were installed; `replacements` is the data folder's own, which need not exist.
  static Result<std::unique_ptr<LiveVocabulary>> load(std::filesystem::path seeds,
                                                      std::filesystem::path replacements);

  /// What is in use now; stays as it is while it is held.
  std::shared_ptr<const vocab::Vocabulary> current() const;
  PathGuess guess(std::string_view path) const;
  /// Checked, kept in the data folder, and in use when it returns. not_found/vocab.no_such_file,
  /// invalid/vocab.malformed.
  Result<void> replace(const Actor& actor, Directory& directory, const std::string& file,
                       const Json& content);

 private:
  LiveVocabulary(std::filesystem::path seeds, std::filesystem::path replacements, vocab::Vocabulary loaded);

  const std::filesystem::path seeds_;
  const std::filesystem::path replacements_;
  std::mutex replacing_;  ///< one replacement at a time
  mutable std::mutex mutex_;
  std::shared_ptr<const vocab::Vocabulary> current_;
};

}  // namespace kecang
