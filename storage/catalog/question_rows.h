#pragma once
/// The questions of a resource's text as rows of the same generation, each in chunks that fit a value. For
/// the catalogue's own files.
#include <cstdint>
#include <vector>

#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "storage/meta_store.h"

namespace kecang {

std::vector<Row> question_rows(const ResourceId& id, std::uint64_t generation,
                               const std::vector<Question>& questions);

/// Questions [first, first + limit) of the current generation, cut after `bytes` of rows but never before the
/// first.
Result<std::vector<Question>> read_questions(MetaReader& reader, const Resource& resource,
                                             std::uint32_t first, std::uint32_t limit, std::size_t bytes);

}  // namespace kecang
