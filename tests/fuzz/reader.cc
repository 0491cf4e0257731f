/// KECANG_READER: an extractor. KECANG_FILE_NAME: a name of its kind. KECANG_MEDIA_TYPE: what it is told.
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>

#include "indexer/extract/extractors.h"
#include "tests/fuzz/listener.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kecang;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  fuzz::bounded([&] {
    fuzz::Listener listener;
    extract::Output out(-1, fuzz::kOutputLimit);
    out.let_hear(&listener);
    extract::KECANG_READER(extract::Source::of_bytes(bytes, KECANG_FILE_NAME), KECANG_MEDIA_TYPE, out);
  });
  return 0;
}
