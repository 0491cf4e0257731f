#include "schemas/base/csv.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <memory>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"

namespace kecang::csv {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

Result<std::string> from_gb18030(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> from(ucnv_open("gb18030", &status));
  if (U_FAILURE(status) != 0) return Error::internal("csv.no_converter").because(u_errorName(status));
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::u16string wide(bytes.size() + 1, u'\0');
  const auto length = ucnv_toUChars(from.get(), wide.data(), static_cast<std::int32_t>(wide.size()),
                                    bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  if (U_FAILURE(status) != 0) return Error::invalid("csv.not_text");
  std::u32string points;
  for (std::int32_t i = 0; i < length; ++i) {
    const char32_t unit = wide[static_cast<std::size_t>(i)];
    const bool pair = unit >= 0xD800 && unit < 0xDC00 && i + 1 < length;
    points +=
        pair ? 0x10000 + ((unit - 0xD800) << 10) + (wide[static_cast<std::size_t>(++i)] - 0xDC00U) : unit;
  }
  return text::to_utf8(points);
}

Result<std::string> as_utf8(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  if (bytes.find('\0') != std::string_view::npos) return Error::invalid("csv.not_text");
  if (text::is_utf8(bytes)) return std::string(bytes);
  return from_gb18030(bytes);
}

char separator_of(std::string_view text) {
  const auto first = text.substr(0, text.find('\n'));
  constexpr std::string_view kSeparators = ",;\t";
  return *std::max_element(kSeparators.begin(), kSeparators.end(), [&](char a, char b) {
    return std::count(first.begin(), first.end(), a) < std::count(first.begin(), first.end(), b);
  });
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

  Result<std::vector<Row>> rows() {
    std::vector<Row> all;
    while (at_ < text_.size()) {
      KECANG_ASSIGN(auto row, next_row());
      if (std::any_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return !cell.empty(); }))
        all.push_back(std::move(row));
    }
    if (all.empty()) return Error::invalid("csv.empty");
    return all;
  }

 private:
  Result<Row> next_row() {
    Row row{.line = line_, .cells = {}};
    while (true) {
      KECANG_ASSIGN(auto cell, next_cell());
      row.cells.push_back(text::nfc(trimmed_wide(cell)));
      if (at_ >= text_.size()) return row;
      const char end = text_[at_++];
      if (end == separator_) continue;
      ++line_;
      return row;
    }
  }

  Result<std::string> next_cell() {
    if (at_ < text_.size() && text_[at_] == '"') return quoted_cell();
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  Result<std::string> quoted_cell() {
    const auto opened_at = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell += c;
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += text_[++at_];
      } else {
        ++at_;
        while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') cell += text_[at_++];
        return cell;
      }
    }
    return Error::invalid("csv.quote_open").with("row", std::to_string(opened_at));
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace

Result<std::vector<Row>> parse(std::string_view bytes) {
  KECANG_ASSIGN(const auto text, as_utf8(bytes));
  return Reader(text).rows();
}

std::string line(const std::vector<std::string>& cells) {
  std::string out;
  for (const auto& cell : cells) {
    if (&cell != &cells.front()) out += ',';
    const bool formula =
        !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
    const auto safe = (formula ? "'" : "") + cell;
    if (safe.find_first_of(",\"\r\n") == std::string::npos) {
      out += safe;
      continue;
    }
    out += '"';
    for (const char c : safe) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  return out + "\r\n";
}

}  // namespace kecang::csv
