#pragma once
/// The pieces of a ZIP archive that is made while it is sent: members stored as they are, names in UTF-8,
/// checksums behind the bytes, ZIP64 where needed. Pure; any thread may call.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "schemas/base/clock.h"

namespace kecang::zip {

struct Member {
  std::string name;          ///< parts joined by '/'
  std::uint64_t size = 0;    ///< known before its bytes are sent
  std::uint64_t offset = 0;  ///< of its header in the archive
  std::uint32_t crc = 0;     ///< of its bytes; need not be known for the header
  Time changed{};            ///< zero: not told
};

/// CRC-32 of what `crc` is of, and `bytes` behind it; begin with 0.
std::uint32_t crc_of(std::uint32_t crc, std::span<const char> bytes);

/// What stands before a member's bytes.
std::string header(const Member& member);
/// What stands behind them.
std::string descriptor(const Member& member);
/// What ends an archive, `offset` being where it begins.
std::string directory(const std::vector<Member>& members, std::uint64_t offset);

}  // namespace kecang::zip
