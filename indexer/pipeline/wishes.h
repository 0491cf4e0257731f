#pragma once
/// What else is to be made of a file that was read. Any thread may call.
#include <vector>

#include "indexer/pipeline/workshop.h"
#include "schemas/model/indexing.h"

namespace kecang::pipeline {

std::vector<JobKind> wishes_for(const indexing::Outcome& outcome, const Wishes& wishes);

}  // namespace kecang::pipeline
