#include "indexer/extract/inflated.h"

#include <zlib.h>

#include <algorithm>
#include <memory>

namespace kecang::extract {

std::string inflated(std::string_view packed, std::size_t limit) {
  constexpr int kZlibOrGzip = 15 + 32;
  constexpr std::size_t kBlock = 64 * 1024;
  z_stream stream{};
  if (inflateInit2(&stream, kZlibOrGzip) != Z_OK) return {};
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closed(&stream, &inflateEnd);
  // zlib does not write there, but says otherwise.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string bytes;
  for (int state = Z_OK; state == Z_OK && bytes.size() < limit;) {
    const std::size_t before = bytes.size();
    const std::size_t room = std::min(kBlock, limit - before);
    bytes.resize(before + room);
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + before);
    stream.avail_out = static_cast<uInt>(room);
    state = inflate(&stream, Z_NO_FLUSH);
    bytes.resize(before + room - stream.avail_out);
  }
  return bytes;
}

}  // namespace kecang::extract
