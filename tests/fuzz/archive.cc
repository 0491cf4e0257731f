/// The listing and the members of archives.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>

#include "indexer/extract/extractors.h"
#include "indexer/extract/registry.h"
#include "tests/fuzz/listener.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kecang;
  static const int file = ::memfd_create("input", MFD_CLOEXEC);
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) return 0;
  fuzz::bounded([&] {
    const auto source = extract::Source::of(file, "a.zip");
    extract::Output names(-1, fuzz::kOutputLimit);
    extract::extract_archive(*source, "application/zip", names);
    extract::Output members(-1, fuzz::kOutputLimit);
    extract::extract_members(*source, {.members = 100}, members);
  });
  return 0;
}
