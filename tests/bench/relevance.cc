/// relevance CORPUS.jsonl QUERIES.tsv > RUN: the product's analyser, vocabulary, query reading and ranking on
/// a collection of {"id", "title", "text"} lines and query-id<TAB>text lines. Prints a TREC run, 100
/// documents a query.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "schemas/vocab/marks.h"
#include "schemas/vocab/vocab.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

constexpr std::uint32_t kDepth = 100;

void read_into(SearchRequest& request, const vocab::Vocabulary& vocabulary, std::string text) {
  const auto reading = vocab::read_query(vocabulary, text);
  request.text = std::move(text);
  for (const auto& mark : reading.marks)
    request.preferences.push_back({mark.text(), vocab::importance(mark.field), {mark.begin, mark.end}});
  for (const auto& filler : reading.requests) request.fillers.push_back({filler.begin, filler.end});
}

Result<void> load(const std::string& corpus, const vocab::Vocabulary& vocabulary, IndexWriter& index) {
  std::ifstream lines(corpus);
  if (!lines) return Error::not_found("bench.no_corpus").because(corpus);
  for (std::string line; std::getline(lines, line);) {
    const auto record = nlohmann::json::parse(line, nullptr, false);
    if (!record.is_object()) return Error::invalid("bench.corpus_malformed").because(line);
    const auto title = record.value("title", "");
    const auto text = record.value("text", "");
    IndexDocument document;
    document.id = ResourceId::trusted(record.value("id", ""));
    document.title = title;
    document.segments = {text};
    const auto marks = vocab::marks_of(vocabulary, title, "", vocab::tags_of(vocabulary.guess(title)), text);
    document.marks = marks.marks;
    for (const auto& label : marks.title_labels) document.title_labels.push_back({label.begin, label.end});
    document.scope_terms = {scope_term::everyone()};
    KECANG_TRY(index.replace(document));
  }
  KECANG_TRY(index.commit());
  return {};
}

Result<void> ask(const std::string& queries, const vocab::Vocabulary& vocabulary, const IndexReader& index) {
  std::ifstream lines(queries);
  if (!lines) return Error::not_found("bench.no_queries").because(queries);
  const auto scope = test::everyone();
  std::uint64_t asked = 0;
  std::uint64_t matched = 0;
  for (std::string line; std::getline(lines, line); ++asked) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) return Error::invalid("bench.queries_malformed").because(line);
    SearchRequest request;
    read_into(request, vocabulary, line.substr(tab + 1));
    request.limit = kDepth;
    KECANG_ASSIGN(const auto page, index.search(scope, request));
    matched += page.total;
    for (std::size_t i = 0; i < page.hits.size(); ++i)
      std::printf("%s Q0 %s %zu %.6f kecang\n", line.substr(0, tab).c_str(), page.hits[i].id.text().c_str(),
                  i + 1, page.hits[i].score);
  }
  std::cerr << asked << " queries, " << (asked == 0 ? 0 : matched / asked) << " matches each\n";
  return {};
}

Result<void> run(const std::string& corpus, const std::string& queries) {
  const test::TempDir folder;
  const SystemClock clock;
  KECANG_ASSIGN(auto writer, xapian::open_writer(folder.path(), {.epoch = "bench"}, clock));
  KECANG_ASSIGN(const auto vocabulary, vocab::Vocabulary::load(KECANG_VOCABULARY));
  KECANG_TRY(load(corpus, vocabulary, *writer));
  return ask(queries, vocabulary, xapian::LocalReader(folder.path()));
}

}  // namespace
}  // namespace kecang

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: relevance CORPUS.jsonl QUERIES.tsv > RUN\n";
    return 2;
  }
  if (const auto done = kecang::run(argv[1], argv[2]); !done) {
    std::cerr << "relevance: " << done.error().describe() << "\n";
    return 1;
  }
  return 0;
}
