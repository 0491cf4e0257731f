#include "tests/fuzz/targets.h"

namespace kecang::fuzz {

std::vector<Target> targets() {
  std::vector<Target> all = reader_targets();
  all.push_back({"archive", run_archive});
  all.push_back({"drawings", run_drawings});
  all.push_back({"questions", run_questions});
  all.push_back({"records", run_records});
  return all;
}

}  // namespace kecang::fuzz
