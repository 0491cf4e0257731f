#include "storage/xapian/learned_file.h"

#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "storage/xapian/generations.h"

namespace kecang::xapian {
namespace {

constexpr const char* kFile = "learned";
constexpr std::int64_t kNanoseconds = 1'000'000'000;

}  // namespace

Result<void> write_learned(const std::filesystem::path& index_directory, const std::string& generation,
                           const LearnedTerms& learned) {
  return replace_file(index_directory / generation / kFile, learned.text());
}

Result<LearnedTerms> read_learned(const std::filesystem::path& index_directory,
                                  const std::string& generation) {
  const auto path = index_directory / generation / kFile;
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error::not_found("index.not_learned").because(path.string());
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return LearnedTerms::parse(text);
}

LearnedCache::Stamp LearnedCache::stamp_of(const std::string& generation) const {
  struct stat found = {};
  if (::stat((index_directory_ / generation / kFile).c_str(), &found) != 0) return {generation};
  return {.generation = generation,
          .inode = found.st_ino,
          .bytes = static_cast<std::uint64_t>(found.st_size),
          .changed = found.st_mtim.tv_sec * kNanoseconds + found.st_mtim.tv_nsec};
}

Time LearnedCache::written(const std::string& generation) const {
  return Time(
      std::chrono::duration_cast<milliseconds>(std::chrono::nanoseconds(stamp_of(generation).changed)));
}

std::uint64_t LearnedCache::number_of(const std::string& generation) const {
  return static_cast<std::uint64_t>(stamp_of(generation).changed);
}

std::shared_ptr<const LearnedTerms> LearnedCache::of(const std::string& generation) {
  const auto stamp = stamp_of(generation);
  const std::lock_guard lock(mutex_);
  if (terms_ && stamp == stamp_) return terms_;
  auto read =
      stamp.bytes == 0 ? LearnedTerms() : read_learned(index_directory_, generation).value_or(LearnedTerms());
  terms_ = std::make_shared<const LearnedTerms>(std::move(read));
  stamp_ = stamp;
  return terms_;
}

}  // namespace kecang::xapian
