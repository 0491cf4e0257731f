#include "indexer/extract/cloze.h"

#include <algorithm>
#include <array>
#include <optional>

#include "indexer/extract/backslash.h"
#include "indexer/extract/question_writer.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr auto kKinds = std::to_array<std::string_view>({"SHORTANSWER",
                                                         "SHORTANSWER_C",
                                                         "SA",
                                                         "SAC",
                                                         "MW",
                                                         "MWC",
                                                         "NUMERICAL",
                                                         "NM",
                                                         "MULTICHOICE",
                                                         "MULTICHOICE_V",
                                                         "MULTICHOICE_H",
                                                         "MULTICHOICE_S",
                                                         "MULTICHOICE_VS",
                                                         "MULTICHOICE_HS",
                                                         "MULTIRESPONSE",
                                                         "MULTIRESPONSE_H",
                                                         "MULTIRESPONSE_S",
                                                         "MULTIRESPONSE_HS",
                                                         "MC",
                                                         "MCV",
                                                         "MCH",
                                                         "MCS",
                                                         "MCVS",
                                                         "MCHS",
                                                         "MR",
                                                         "MRV",
                                                         "MRH",
                                                         "MRS",
                                                         "MRVS",
                                                         "MRHS",
                                                         "REGEXP",
                                                         "RX",
                                                         "REGEXP_C",
                                                         "RXC"});

bool is_choice(std::string_view kind) {
  return kind.starts_with("MULTI") || kind.starts_with("MC") || kind.starts_with("MR");
}

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

struct Blank {
  std::string_view kind;
  std::string_view answers;
  std::size_t length = 0;
};

// "{1:SA:=a~b}" at the beginning of `text`.
std::optional<Blank> blank_at(std::string_view text) {
  const auto weight_end = text.find_first_not_of("0123456789", 1);
  if (weight_end == kNone || text[weight_end] != ':') return std::nullopt;
  const auto kind_end = text.substr(0, weight_end + 24).find(':', weight_end + 1);
  if (kind_end == kNone) return std::nullopt;
  const auto kind = text.substr(weight_end + 1, kind_end - weight_end - 1);
  if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) return std::nullopt;
  const auto end = find_unescaped(text, "}", kind_end);
  if (end == kNone) return std::nullopt;
  return Blank{kind, text.substr(kind_end + 1, end - kind_end - 1), end + 1};
}

class Reader {
 public:
  void add_text(std::string_view text) { cloze_.stem += text; }

  void add_blank(const Blank& blank) {
    right_.clear();
    all_.clear();
    std::string_view rest = blank.answers;
    while (true) {
      const auto end = find_unescaped(rest, "~");
      add_answer(rest.substr(0, end));
      if (end == kNone) break;
      rest.remove_prefix(end + 1);
    }
    cloze_.stem += kBlank;
    if (is_choice(blank.kind)) cloze_.stem += "(" + joined(all_, " / ") + ")";
    cloze_.answers.push_back(joined(right_, kOrElse));
  }

  Cloze take() { return std::move(cloze_); }

 private:
  void add_answer(std::string_view answer) {
    bool is_right = answer.starts_with('=');
    if (is_right) answer.remove_prefix(1);
    if (answer.starts_with('%')) {
      const auto end = answer.find('%', 1);
      if (end != kNone) {
        is_right = number_of(answer.substr(1)) >= 100;
        answer.remove_prefix(end + 1);
      }
    }
    const auto feedback = find_unescaped(answer, "#");
    if (feedback != kNone) cloze_.remarks += unescaped(answer.substr(feedback + 1)) + '\n';
    const std::string text = unescaped(answer.substr(0, feedback));
    if (text.empty()) return;
    if (is_right) right_.push_back(text);
    all_.push_back(text);
  }

  Cloze cloze_;
  std::vector<std::string> right_;
  std::vector<std::string> all_;
};

}  // namespace

Cloze read_cloze(std::string_view text) {
  Reader reader;
  std::size_t at = 0;
  std::size_t from = 0;
  while ((at = text.find('{', at)) != kNone) {
    const auto blank = blank_at(text.substr(at));
    if (!blank) {
      ++at;
      continue;
    }
    reader.add_text(text.substr(from, at - from));
    reader.add_blank(*blank);
    at += blank->length;
    from = at;
  }
  reader.add_text(text.substr(std::min(from, text.size())));
  return reader.take();
}

}  // namespace kecang::extract
