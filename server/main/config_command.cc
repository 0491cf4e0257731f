#include <iostream>

#include "server/main/commands.h"

namespace kecang {

Exit show_config(const LoadedConfig& loaded, const CommandLine& line) {
  for (const auto& setting : loaded.settings) {
    std::cout << setting.key << " = " << setting.value;
    if (line.origin) std::cout << "  # " << setting.origin;
    std::cout << '\n';
  }
  return Exit::ok;
}

}  // namespace kecang
