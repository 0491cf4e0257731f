/// rebuild_steps DATA STEP: keeps the index up, as `kecang-indexer run` does, until a rebuild reaches STEP;
/// there it is gone, as if killed with -9.
#include <signal.h>  // NOLINT(modernize-deprecated-headers): raise of SIGKILL is POSIX

#include <string_view>

#include "indexer/pipeline/index_loop.h"

int main(int count, char** words) {
  using namespace kecang;
  using namespace kecang::pipeline;
  if (count != 3) return 2;
  const std::string_view wanted = words[2];
  Stop stop;
  const SystemClock clock;
  InternalClient client({.data = words[1], .address = {}}, stop, seconds{60});
  IndexLoop loop(client, {.data = words[1], .keep_former = milliseconds{3'600'000}}, {}, clock, stop);
  loop.watch_rebuild([&](std::string_view step) {
    if (step == wanted) ::raise(SIGKILL);
  });
  loop.run();
  return 0;
}
