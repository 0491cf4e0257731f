/// relevance CORPUS.jsonl QUERIES.tsv [--labels FILE [--teachers CORPUS.jsonl]] > RUN: the product's
/// analyser, vocabulary, query reading and ranking on a collection of {"id", "title", "text"} lines and
/// query-id<TAB>text lines. Prints a TREC run, 100 documents a query. With --labels FILE,
/// document-id<TAB>label lines, it learns from the documents of CORPUS, or of TEACHERS, which are not
/// searched.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "schemas/vocab/marks.h"
#include "schemas/vocab/vocab.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "storage/xapian/label_learning.h"
#include "storage/xapian/learned_file.h"
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
  for (const auto& [english, han] : reading.translations) request.translations.push_back({english, han});
}

/// The labels of each document.
using Labels = std::multimap<std::string, std::string>;

Result<Labels> read_labels(const std::string& file) {
  Labels labels;
  if (file.empty()) return labels;
  std::ifstream lines(file);
  if (!lines) return Error::not_found("bench.no_labels").because(file);
  for (std::string line; std::getline(lines, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) return Error::invalid("bench.labels_malformed").because(line);
    labels.emplace(line.substr(0, tab), line.substr(tab + 1));
  }
  return labels;
}

struct Record {
  std::string id;
  std::string title;
  std::string text;
};

Result<void> each_record(const std::string& corpus, const std::function<Result<void>(const Record&)>& take) {
  std::ifstream lines(corpus);
  if (!lines) return Error::not_found("bench.no_corpus").because(corpus);
  for (std::string line; std::getline(lines, line);) {
    const auto record = nlohmann::json::parse(line, nullptr, false);
    if (!record.is_object()) return Error::invalid("bench.corpus_malformed").because(line);
    KECANG_TRY(take({record.value("id", ""), record.value("title", ""), record.value("text", "")}));
  }
  return {};
}

Result<xapian::LearnedTerms> learn(const std::string& teachers, const std::string& labels_file) {
  KECANG_ASSIGN(const auto labels, read_labels(labels_file));
  xapian::LabelLearning learning;
  KECANG_TRY(each_record(teachers, [&](const Record& record) -> Result<void> {
    std::vector<std::string_view> carried;
    for (auto [at, end] = labels.equal_range(record.id); at != end; ++at) carried.push_back(at->second);
    if (!carried.empty()) learning.add(carried, {record.title, record.text});
    return {};
  }));
  std::cerr << learning.documents() << " documents taught\n";
  return learning.learned();
}

Result<void> load(const std::string& corpus, const vocab::Vocabulary& vocabulary, IndexWriter& index) {
  KECANG_TRY(each_record(corpus, [&](const Record& record) {
    IndexDocument document;
    document.id = ResourceId::trusted(record.id);
    document.title = record.title;
    document.segments = {record.text};
    const auto tags = vocab::tags_of(vocabulary.guess(record.title));
    const auto marks = vocab::marks_of(vocabulary, record.title, "", tags, record.text);
    document.marks = marks.marks;
    for (const auto& label : marks.title_labels) document.title_labels.push_back({label.begin, label.end});
    document.scope_terms = {scope_term::everyone()};
    return index.replace(document);
  }));
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

struct Arguments {
  std::string corpus;
  std::string queries;
  std::string labels;    ///< empty: nothing is learned
  std::string teachers;  ///< empty: the corpus itself
};

Result<void> run(const Arguments& arguments) {
  const test::TempDir folder;
  const SystemClock clock;
  KECANG_ASSIGN(auto writer, xapian::open_writer(folder.path(), {.epoch = "bench"}, clock));
  KECANG_ASSIGN(const auto vocabulary, vocab::Vocabulary::load(KECANG_VOCABULARY));
  KECANG_TRY(load(arguments.corpus, vocabulary, *writer));
  if (!arguments.labels.empty()) {
    const auto& teachers = arguments.teachers.empty() ? arguments.corpus : arguments.teachers;
    KECANG_ASSIGN(const auto learned, learn(teachers, arguments.labels));
    KECANG_ASSIGN(const auto live, xapian::live_generation(folder.path()));
    KECANG_TRY(xapian::write_learned(folder.path(), *live, learned));
  }
  return ask(arguments.queries, vocabulary, xapian::LocalReader(folder.path()));
}

}  // namespace
}  // namespace kecang

int main(int argc, char** argv) {
  kecang::Arguments arguments;
  CLI::App app("the product's ranking on a search collection", "relevance");
  app.add_option("CORPUS", arguments.corpus)->required();
  app.add_option("QUERIES", arguments.queries)->required();
  app.add_option("--labels", arguments.labels, "document-id<TAB>label lines to learn from");
  app.add_option("--teachers", arguments.teachers, "a corpus with the labelled documents, not searched");
  CLI11_PARSE(app, argc, argv);
  if (const auto done = kecang::run(arguments); !done) {
    std::cerr << "relevance: " << done.error().describe() << "\n";
    return 1;
  }
  return 0;
}
