/// Build-time tool: reads the error code tables (code, kind, Chinese, English; tab separated) and writes them
/// as one C++ table sorted by code. A malformed row stops the build with its place.
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Row = std::array<std::string, 4>;

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream in(line);
  for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
  return cells;
}

bool is_code(std::string_view text) {
  return text.find('.') != std::string_view::npos &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._") == std::string_view::npos;
}

bool read_table(const std::string& path, std::vector<Row>& rows) {
  std::ifstream in(path);
  if (!in) {
    std::cerr << path << ": cannot be read\n";
    return false;
  }
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.front() == '#' || line.starts_with("code\t")) continue;
    const auto cells = split(line);
    if (cells.size() != 4 || !is_code(cells[0]) || cells[2].empty() || cells[3].empty()) {
      std::cerr << path << ':' << number << ": expected code, kind, Chinese and English, separated by tabs\n";
      return false;
    }
    rows.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  return true;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c != '\r') out += c;
  }
  return out + '"';
}

void write_table(std::ostream& out, const std::vector<Row>& rows) {
  out << "#include \"schemas/sentences/sentences.h\"\n\n#include <array>\n\nnamespace kecang {\nnamespace "
         "{\n\n"
      << "constexpr auto kRows = std::to_array<Sentence>({\n";
  for (const auto& row : rows) {
    out << "    {" << quoted(row[0]) << ", " << quoted(row[1]) << ", " << quoted(row[2]) << ", "
        << quoted(row[3]) << "},\n";
  }
  out << "});\n\n}  // namespace\n\nstd::span<const Sentence> sentences() { return kRows; }\n\n}  // "
         "namespace kecang\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::cerr << "usage: kecang_make_sentences OUT.cc TABLE.tsv…\n";
    return 2;
  }
  std::vector<Row> rows;
  for (int i = 2; i < count; ++i)
    if (!read_table(arguments[i], rows)) return 1;
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a[0] < b[0]; });
  std::ofstream out(arguments[1]);
  write_table(out, rows);
  out.flush();
  return out ? 0 : 1;
}
