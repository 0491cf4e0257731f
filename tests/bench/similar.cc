/// similar CORPUS.jsonl [--sample 500] [--asks 300]: how many versions of a text are found again, at what
/// cost. CORPUS has a {"id", "title", "text"} line for each document. Of a sample of them changed copies are
/// made; each copy asks the index over the whole corpus for texts like its own, as a resource page does.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "schemas/base/sketch.h"
#include "schemas/base/text.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

using Clock = std::chrono::steady_clock;

/// A copy is asked for where its text is long enough for a sketch to tell.
constexpr std::size_t kFewestCharacters = 200;
constexpr std::size_t kCharactersOfRun = 20;
constexpr std::size_t kCharactersOfParagraph = 60;
constexpr char32_t kFirstHan = 0x4E00;
constexpr std::size_t kHan = 20'000;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Document {
  std::string id;
  std::string title;
  std::u32string text;
  std::string sketch;
};

std::string sketch_of(const std::u32string& text) {
  const auto utf8 = text::to_utf8(text);
  return TextSketch::of({utf8}).hex();
}

class Bench {
 public:
  Bench(std::string corpus, std::size_t sample, std::size_t asks)
      : corpus_(std::move(corpus)), sample_(sample), asks_(asks) {}

  Result<void> run() {
    KECANG_TRY(load());
    std::printf("%zu documents, %zu of them copied\n\n", documents_, copied_.size());
    std::printf("%-34s %8s %8s %10s %10s %9s\n", "copy", "share", "found", "candidates", "others", "ms");
    KECANG_TRY(report("unchanged", [](std::u32string text) { return text; }));
    for (const unsigned percent : {5U, 20U, 40U})
      KECANG_TRY(report(std::to_string(percent) + " % written anew, in runs", [&](std::u32string text) {
        return rewritten(std::move(text), percent, kCharactersOfRun);
      }));
    for (const unsigned percent : {5U, 20U})
      KECANG_TRY(report(std::to_string(percent) + " % of characters, scattered",
                        [&](std::u32string text) { return rewritten(std::move(text), percent, 1); }));
    KECANG_TRY(
        report("paragraphs in another order", [&](const std::u32string& text) { return shuffled(text); }));
    KECANG_TRY(report("the first half alone",
                      [](const std::u32string& text) { return text.substr(0, text.size() / 2); }));
    return time_pages();
  }

 private:
  Result<void> load() {
    std::ifstream lines(corpus_);
    if (!lines) return Error::not_found("bench.no_corpus").because(corpus_);
    KECANG_ASSIGN(auto writer, xapian::open_writer(folder_.path(), {.epoch = "bench"}, clock_));
    const auto start = Clock::now();
    double sketching = 0;
    for (std::string line; std::getline(lines, line); ++documents_) {
      const auto record = nlohmann::json::parse(line, nullptr, false);
      if (!record.is_object()) return Error::invalid("bench.corpus_malformed").because(line);
      const auto text = record.value("text", "");
      const auto title = record.value("title", "");
      IndexDocument document;
      document.id = ResourceId::trusted(record.value("id", ""));
      document.title = title;
      document.segments = {text};
      document.scope_terms = {scope_term::everyone()};
      const auto before = Clock::now();
      document.sketch = TextSketch::of({text}).hex();
      sketching += milliseconds_since(before);
      KECANG_TRY(writer->replace(document));
      keep({document.id.text(), title, text::to_utf32(text), document.sketch});
    }
    KECANG_TRY(writer->commit());
    std::printf("indexed in %.1f s, sketches %.1f s of it\n", milliseconds_since(start) / 1'000,
                sketching / 1'000);
    return {};
  }

  /// A sample of the corpus, each document as likely as any other.
  void keep(Document document) {
    sketches_[document.id] = document.sketch;
    if (document.text.size() < kFewestCharacters || document.sketch.empty()) return;
    ++eligible_;
    if (copied_.size() < sample_) {
      copied_.push_back(std::move(document));
    } else if (const auto place = random_() % eligible_; place < sample_) {
      copied_[place] = std::move(document);
    }
  }

  std::u32string rewritten(std::u32string text, unsigned percent, std::size_t run) {
    const auto changes = std::max<std::size_t>(1, text.size() * percent / 100 / run);
    for (std::size_t i = 0; i < changes; ++i) {
      const auto at = random_() % text.size();
      for (std::size_t k = at; k < std::min(text.size(), at + run); ++k)
        text[k] = kFirstHan + static_cast<char32_t>(random_() % kHan);
    }
    return text;
  }
  std::u32string shuffled(const std::u32string& text) {
    std::vector<std::u32string> paragraphs;
    for (std::size_t at = 0; at < text.size(); at += kCharactersOfParagraph)
      paragraphs.push_back(text.substr(at, kCharactersOfParagraph));
    std::shuffle(paragraphs.begin(), paragraphs.end(), random_);
    std::u32string all;
    for (const auto& paragraph : paragraphs) all += paragraph;
    return all;
  }

  /// Found: the original is among what the page would show. Others: what else it would show, which may be
  /// like the text in truth.
  Result<void> report(const std::string& name, const std::function<std::u32string(std::u32string)>& change) {
    std::size_t found = 0, candidates = 0, others = 0;
    double share = 0, ms = 0;
    for (const auto& original : copied_) {
      SimilarRequest request;
      request.id = ResourceId::trusted("copy");
      request.sketch = sketch_of(change(original.text));
      const auto sketch = TextSketch::from(request.sketch);
      share += sketch.share(TextSketch::from(original.sketch));
      const auto start = Clock::now();
      KECANG_ASSIGN(const auto page, reader_.similar(scope_, request));
      ms += milliseconds_since(start);
      candidates += page.near_text.size();
      for (const auto& hit : page.near_text) {
        if (sketch.agreeing(TextSketch::from(sketches_[hit.id.text()])) < TextSketch::kAlike) continue;
        ++(hit.id.text() == original.id ? found : others);
      }
    }
    const auto each = static_cast<double>(std::max<std::size_t>(1, copied_.size()));
    std::printf("%-34s %8.2f %7.1f%% %10.2f %10.2f %9.3f\n", name.c_str(), share / each,
                100 * static_cast<double>(found) / each, static_cast<double>(candidates) / each,
                static_cast<double>(others) / each, ms / each);
    return {};
  }

  /// All four questions of a resource page at once.
  Result<void> time_pages() {
    std::vector<double> took;
    for (std::size_t i = 0; i < std::min(asks_, copied_.size()); ++i) {
      SimilarRequest request;
      request.id = ResourceId::trusted(copied_[i].id);
      request.sketch = copied_[i].sketch;
      request.text = copied_[i].title;
      request.limit = 40;
      const auto start = Clock::now();
      KECANG_TRY(reader_.similar(scope_, request));
      took.push_back(milliseconds_since(start));
    }
    if (took.empty()) return {};
    std::sort(took.begin(), took.end());
    std::printf("\nwhole pages: median %.2f ms, 99 in 100 within %.2f ms, longest %.2f ms\n",
                took[took.size() / 2], took[took.size() * 99 / 100], took.back());
    return {};
  }

  const std::string corpus_;
  const std::size_t sample_;
  const std::size_t asks_;
  const test::TempDir folder_;
  const SystemClock clock_;
  const AccessScope scope_ = test::everyone();
  std::mt19937 random_{7};
  std::size_t documents_ = 0;
  std::size_t eligible_ = 0;
  std::vector<Document> copied_;
  std::map<std::string, std::string> sketches_;
  const xapian::LocalReader reader_{folder_.path()};
};

}  // namespace
}  // namespace kecang

int main(int argc, char** argv) {
  CLI::App app("versions of a text that are found again");
  std::string corpus;
  std::size_t sample = 500, asks = 300;
  app.add_option("corpus", corpus, "lines of {id, title, text}")->required();
  app.add_option("--sample", sample, "documents that are copied");
  app.add_option("--asks", asks, "whole pages that are timed");
  CLI11_PARSE(app, argc, argv);
  if (const auto done = kecang::Bench(corpus, sample, asks).run(); !done) {
    std::cerr << "similar: " << done.error().describe() << "\n";
    return 1;
  }
  return 0;
}
