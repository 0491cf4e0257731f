#pragma once
/// A ZIP as another program reads it. Link PkgConfig::archive.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <clocale>
#include <map>
#include <string>

namespace kecang::test {

/// Bytes by name, checksums verified; links of the directory are followed.
inline std::map<std::string, std::string> unzipped(const std::string& bytes) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  std::map<std::string, std::string> members;
  archive* reader = archive_read_new();
  archive_read_support_format_zip(reader);
  EXPECT_EQ(archive_read_open_memory(reader, bytes.data(), bytes.size()), ARCHIVE_OK);
  archive_entry* entry = nullptr;
  int next = ARCHIVE_OK;
  while ((next = archive_read_next_header(reader, &entry)) == ARCHIVE_OK) {
    auto& content = members[archive_entry_pathname_utf8(entry)];
    char buffer[4096];
    la_ssize_t got = 0;
    while ((got = archive_read_data(reader, buffer, sizeof buffer)) > 0)
      content.append(buffer, static_cast<std::size_t>(got));
    EXPECT_EQ(got, 0) << archive_error_string(reader);
  }
  EXPECT_EQ(next, ARCHIVE_EOF) << archive_error_string(reader);
  archive_read_free(reader);
  return members;
}

}  // namespace kecang::test
