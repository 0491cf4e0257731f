#pragma once
/// Lists what an archive holds, so that a person can say what is to become of it: first every name, then what
/// the bytes tell (copies, texts nearly the same, better guesses). One job, one thread.
#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/pipeline/workshop.h"
#include "schemas/model/indexing.h"

namespace kecang::pipeline {

class Planner {
 public:
  Planner(const Workshop& workshop, const indexing::Assignment& assignment)
      : workshop_(workshop), assignment_(assignment) {}

  /// As JobRunner::run.
  Result<void> run();

 private:
  class Names;
  class Survey;
  Result<ExtractEnd> list(int file);
  Result<void> survey(int file);
  Result<void> add(PlannedMember member, std::size_t at_once);
  Result<void> flush();

  const Workshop& workshop_;
  const indexing::Assignment& assignment_;
  indexing::PlanBatch batch_;
  std::vector<std::string> paths_;  ///< of the members, by index
};

}  // namespace kecang::pipeline
