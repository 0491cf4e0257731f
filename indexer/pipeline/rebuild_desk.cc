#include "indexer/pipeline/rebuild_desk.h"

#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace kecang::pipeline {
namespace {

constexpr const char* kWish = "rebuild.request";
constexpr const char* kStatus = "rebuild.json";

Result<void> replace(const std::filesystem::path& file, const std::string& text) {
  const auto next = std::filesystem::path(file).concat(".next");
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  std::ofstream out(next, std::ios::binary);
  out << text << '\n';
  out.close();
  if (out) std::filesystem::rename(next, file, failed);
  if (!out || failed) return Error::unavailable("indexer.folder_unusable").with("path", file.string());
  return {};
}

template <class Noun>
std::optional<Noun> read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return {};
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto json = parse_json(text);
  if (!json) return {};
  auto noun = from_json<Noun>(*json);
  if (!noun) return {};
  return std::move(*noun);
}

}  // namespace

Result<void> RebuildDesk::leave(const RebuildWish& wish) const {
  return replace(folder_ / kWish, json_text(to_json(wish)));
}

std::optional<RebuildWish> RebuildDesk::wish() const {
  return read<RebuildWish>(folder_ / kWish);
}

void RebuildDesk::take_away(const RebuildWish& answered) const {
  const auto left = wish();
  if (!left || left->id != answered.id) return;
  std::error_code ignored;
  std::filesystem::remove(folder_ / kWish, ignored);
}

Result<void> RebuildDesk::tell(const RebuildStatus& status) const {
  return replace(folder_ / kStatus, json_text(to_json(status)));
}

std::optional<RebuildStatus> RebuildDesk::status() const {
  return read<RebuildStatus>(folder_ / kStatus);
}

}  // namespace kecang::pipeline
