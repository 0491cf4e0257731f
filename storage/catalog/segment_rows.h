#pragma once
/// The text of resources as rows: one set per generation, each segment in chunks that fit a value. A reader
/// takes the generation its resource names; a new one is written beside it and becomes current when the
/// resource says so. For the catalogue's own files.
#include <cstdint>
#include <vector>

#include "schemas/model/resource.h"
#include "storage/meta_store.h"

namespace kecang {

std::vector<Row> segment_rows(const ResourceId& id, std::uint64_t generation,
                              const std::vector<Segment>& segments);

/// Segments [first, first + limit) of the current generation, cut after `bytes` of text but never before the
/// first.
Result<std::vector<Segment>> read_segments(MetaReader& reader, const Resource& resource, std::uint32_t first,
                                           std::uint32_t limit, std::size_t bytes);

/// Keys of generations other than `keep`, at most `limit`.
Result<std::vector<std::string>> other_generations(MetaReader& reader, const ResourceId& id,
                                                   std::uint64_t keep, std::size_t limit);

/// True if some segment says more than white space.
bool has_text(const std::vector<Segment>& segments);

}  // namespace kecang
