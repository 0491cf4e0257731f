#include <sys/mman.h>
#include <unistd.h>

#include "indexer/extract/extractors.h"
#include "indexer/extract/registry.h"
#include "tests/fuzz/listener.h"
#include "tests/fuzz/targets.h"

namespace kecang::fuzz {

void run_archive(std::string_view bytes) {
  static const int file = ::memfd_create("input", MFD_CLOEXEC);
  if (::ftruncate(file, 0) != 0 ||
      ::pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return;
  bounded([&] {
    const auto source = extract::Source::of(file, "a.zip");
    extract::Output names(-1, kOutputLimit);
    extract::extract_archive(*source, "application/zip", names);
    extract::Output members(-1, kOutputLimit);
    extract::extract_members(*source, {.members = 100}, members);
  });
}

}  // namespace kecang::fuzz
