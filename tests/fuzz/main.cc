/// fuzz TARGET [libFuzzer's own arguments…]; fuzz list prints the targets.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "tests/fuzz/targets.h"

namespace {

std::function<void(std::string_view)> chosen;

[[noreturn]] void list_targets() {
  for (const auto& target : kecang::fuzz::targets()) std::cout << target.name << '\n';
  std::exit(0);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  const std::string_view name = *count > 1 ? (*arguments)[1] : "list";
  if (name == "list") list_targets();
  const auto all = kecang::fuzz::targets();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& target) { return target.name == name; });
  if (found == all.end()) {
    std::cerr << "no target " << name << '\n';
    std::exit(2);
  }
  chosen = found->run;
  (*arguments)[1] = (*arguments)[0];  // the library sees only its own
  ++*arguments;
  --*count;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen({reinterpret_cast<const char*>(data), size});
  return 0;
}
