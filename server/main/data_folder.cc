#include "server/main/data_folder.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace kecang {
namespace {

Error unusable(const std::filesystem::path& path, std::string detail) {
  return Error::unavailable("data.folder_unusable").with("path", path.string()).because(std::move(detail));
}

}  // namespace

Result<void> make_data_folder(const std::filesystem::path& data) {
  std::error_code failure;
  std::filesystem::create_directories(uploads_folder(data), failure);
  if (failure) return unusable(data, failure.message());
  std::filesystem::permissions(data, std::filesystem::perms::owner_all, failure);
  if (failure) return unusable(data, failure.message());
  return {};
}

Result<void> check_data_folder(const std::filesystem::path& data) {
  std::error_code ignored;
  if (std::filesystem::is_directory(data / "meta", ignored)) return {};
  return Error::not_found("data.folder_missing").with("path", data.string());
}

Result<void> write_private(const std::filesystem::path& file, std::string_view text) {
  const auto beside = std::filesystem::path(file).concat(".new");
  ::unlink(beside.c_str());
  const int out = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0) return unusable(file, std::strerror(errno));
  const bool written = ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(out);
  if (!written || ::rename(beside.c_str(), file.c_str()) != 0) return unusable(file, std::strerror(errno));
  return {};
}

std::string random_token() {
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

}  // namespace kecang
