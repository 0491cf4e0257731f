#pragma once
/// The small files of the data folder beside the stores: who the indexer speaks to, and by which token.
#include <filesystem>
#include <string>
#include <string_view>

#include "schemas/base/result.h"

namespace kecang {

/// Makes the folder and those below it that the server writes; unavailable/data.folder_unusable.
Result<void> make_data_folder(const std::filesystem::path& data);
/// not_found/data.folder_missing unless `init` was here.
Result<void> check_data_folder(const std::filesystem::path& data);
/// Readable by its owner only; whole or absent.
Result<void> write_private(const std::filesystem::path& file, std::string_view text);

inline std::filesystem::path token_file(const std::filesystem::path& data) {
  return data / "internal.token";
}
inline std::filesystem::path address_file(const std::filesystem::path& data) {
  return data / "server.address";
}
inline std::filesystem::path uploads_folder(const std::filesystem::path& data) {
  return data / "uploads";
}

/// 64 hexadecimal digits nobody can guess.
std::string random_token();

}  // namespace kecang
