#pragma once
/// The pictures that lie on the rows of a bank in a table. Any thread may call.
#include <map>
#include <string>
#include <vector>

#include "indexer/questions/table.h"

namespace kecang::questions {

class TablePictures {
 public:
  /// Both must outlive it.
  TablePictures(const Table& table, const TableHeading& heading);

  /// Those of a row, which counts as the table's rows do: in columns of answers and explanations they are the
  /// answer's, in that of the shared material `passage`'s.
  void give(std::size_t row, Question& question, std::vector<std::string>& passage) const;

 private:
  Column column_of(std::uint64_t column) const;
  bool is_named_after_answers(std::size_t column) const;

  const Table& table_;
  const TableHeading& heading_;
  std::size_t beyond_answers_;  // the first column behind one of answers
  std::multimap<std::uint64_t, const CellPicture*> by_row_;
};

}  // namespace kecang::questions
