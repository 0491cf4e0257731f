#pragma once
/// All that one file holds: its sheets, or its text with the tables in it.
#include <vector>

#include "indexer/questions/paper.h"
#include "indexer/questions/table.h"

namespace kecang::questions {

/// `segments`: the text of the same sheets.
Paper read_tables(const std::vector<Table>& tables, const std::vector<Segment>& segments);

/// A table with the heading of a bank within the text goes before the layouts of papers.
Paper read_text(const std::vector<Segment>& segments, const std::vector<Picture>& pictures = {});

}  // namespace kecang::questions
