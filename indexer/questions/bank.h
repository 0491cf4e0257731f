#pragma once
/// All that one file holds: its sheets, or its text with the tables in it.
#include <vector>

#include "indexer/questions/table.h"

namespace kecang::questions {

std::vector<Question> questions_of_tables(const std::vector<Table>& tables);

/// A table with the heading of a bank within the text goes before the layouts of papers.
std::vector<Question> questions_of_text(const std::vector<Segment>& segments);

}  // namespace kecang::questions
