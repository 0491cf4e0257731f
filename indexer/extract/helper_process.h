#pragma once
/// Runs another program inside the confinement of this process, and reads what it prints. Not for use by
/// several threads at once.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

struct HelperEnd {
  bool started = true;     ///< false: the program is not installed
  int exit_code = 0;       ///< -1 when a signal ended it
  std::string messages{};  ///< the first of what it said on its error output
};

/// `on_output` gets the program's standard output as it comes and answers false to stop it. The program reads
/// `input` as its standard input.
HelperEnd run_helper(const std::vector<std::string>& command, int input,
                     const std::function<bool(std::string_view)>& on_output);

/// The same with two programs, the second reading what the first prints. `exit_code` is the second's unless
/// only the first failed; `messages` are of both.
HelperEnd run_helpers(const std::vector<std::string>& first, const std::vector<std::string>& second,
                      int input, const std::function<bool(std::string_view)>& on_output);

}  // namespace kecang::extract
