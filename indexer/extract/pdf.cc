#include <algorithm>
#include <charconv>
#include <utility>

#include "indexer/extract/extractors.h"
#include "indexer/extract/helper_process.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/torn_brackets.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kInfoLimit = 64 * 1024;
constexpr std::size_t kPageLimit = 4ULL << 20;

struct PdfFacts {
  HelperEnd end;
  DocumentHead head;
  std::int64_t pages = 0;
  bool owner_password = false;
};

// "Title:           期中考试" as pdfinfo prints it.
void read_fact(std::string_view line, PdfFacts& facts) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = line.substr(0, colon);
  const std::string value = normal_label(line.substr(colon + 1));
  const std::string trimmed = value.substr(std::min(value.find_first_not_of(' '), value.size()));
  if (name == "Title") facts.head.title = trimmed;
  if (name == "Author" && !trimmed.empty()) facts.head.properties["author"] = trimmed;
  if (name == "Pages") std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), facts.pages);
  if (name == "Encrypted") facts.owner_password = trimmed.starts_with("yes");
}

PdfFacts read_facts(const Source& source, const std::string& media_type) {
  PdfFacts facts;
  facts.head.media_type = media_type;
  std::string printed;
  facts.end = run_helper({"pdfinfo", "-enc", "UTF-8", "fd://0"}, source.fd(), [&](std::string_view bytes) {
    printed += bytes;
    return printed.size() < kInfoLimit;
  });
  for (const auto line : split_lines(printed)) read_fact(line, facts);
  if (facts.pages > 0) facts.head.properties["pages"] = std::to_string(facts.pages);
  return facts;
}

bool says(const HelperEnd& end, std::string_view words) {
  return end.messages.find(words) != std::string::npos;
}

ExtractEnd failed(const HelperEnd& end, const Output& out) {
  if (!end.started) return {ExtractStatus::unsupported, "extract.helper_missing"};
  if (says(end, "Incorrect password")) return {ExtractStatus::encrypted, "extract.encrypted"};
  if (says(end, "Out of memory") || says(end, "bad_alloc"))
    return stopped(out, ExtractStatus::too_large, "extract.out_of_memory");
  if (end.exit_code < 0) return stopped(out, ExtractStatus::broken, "extract.crashed");
  return stopped(out, ExtractStatus::broken, "extract.damaged");
}

// Pages come one after another, a form feed behind each.
class Pages {
 public:
  explicit Pages(Output& out) : out_(out) {}

  bool take(std::string_view bytes) {
    buffer_ += bytes;
    std::size_t start = 0;
    for (auto end = buffer_.find('\f'); end != std::string::npos; end = buffer_.find('\f', start)) {
      emit(std::string_view(buffer_).substr(start, end - start));
      ++page_;
      start = end + 1;
    }
    buffer_.erase(0, start);
    out_.flush();  // pages may take long: what is there counts should the time run out
    if (buffer_.size() > kPageLimit) emit(std::exchange(buffer_, {}));
    return !out_.full();
  }
  void finish() { emit(buffer_); }

 private:
  void emit(std::string_view text) {
    out_.segment({.kind = LocatorKind::page, .number = page_}, join_spaced_han(mend_torn_brackets(text)));
  }

  Output& out_;
  std::string buffer_;
  std::int64_t page_ = 1;
};

// Every whole PDF ends so; one that does not was cut.
bool has_end_mark(const Source& source) {
  constexpr std::size_t kTail = 2048;
  const std::uint64_t from = source.size() > kTail ? source.size() - kTail : 0;
  return source.read(from, kTail).find("%%EOF") != std::string::npos;
}

}  // namespace

ExtractEnd extract_pdf(const Source& source, const std::string& media_type, Output& out) {
  const PdfFacts facts = read_facts(source, media_type);
  out.head(facts.head);
  if (facts.end.exit_code != 0) return failed(facts.end, out);
  Pages pages(out);
  const HelperEnd end = run_helper({"pdftotext", "-enc", "UTF-8", "fd://0", "-"}, source.fd(),
                                   [&](std::string_view bytes) { return pages.take(bytes); });
  if (out.full()) return finished(out);
  pages.finish();
  if (end.exit_code != 0) return failed(end, out);
  if (!has_end_mark(source)) return stopped(out, ExtractStatus::broken, "extract.damaged");
  if (facts.owner_password) return {ExtractStatus::encrypted, "extract.owner_password"};
  if (!out.has_content()) return {ExtractStatus::partial, "extract.no_text_layer"};
  return finished(out);
}

}  // namespace kecang::extract
