/// KECANG_READER: an extractor of packages. KECANG_PARTS: the names of its parts, with "|" between them. The
/// input is their contents, with the byte 0x1E between them.
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>

#include "indexer/extract/extractors.h"
#include "tests/fuzz/listener.h"
#include "tests/fuzz/stored_zip.h"

namespace {

std::string_view take(std::string_view& from, char mark) {
  const auto end = std::min(from.find(mark), from.size());
  const auto piece = from.substr(0, end);
  from.remove_prefix(std::min(end + 1, from.size()));
  return piece;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kecang;
  std::string_view contents(reinterpret_cast<const char*>(data), size);
  fuzz::StoredZip zip;
  for (std::string_view names = KECANG_PARTS; !names.empty();) {
    const auto name = take(names, '|');
    zip.add(name, take(contents, '\x1E'));
  }
  const std::string bytes = zip.bytes();
  fuzz::bounded([&] {
    fuzz::Listener listener;
    extract::Output out(-1, fuzz::kOutputLimit);
    out.let_hear(&listener);
    extract::KECANG_READER(extract::Source::of_bytes(bytes, KECANG_FILE_NAME), KECANG_MEDIA_TYPE, out);
  });
  return 0;
}
