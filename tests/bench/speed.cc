/// speed: what the index costs by itself, in one process and in processor time: building it from generated
/// records, what readers keep of it in memory, searching it, and adding to it. The bench `bulk` has the
/// engine alone beside it.
#include <fmt/format.h>
#include <time.h>
#include <xapian.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <numeric>

#include "storage/xapian/columns.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "storage/xapian/layout.h"
#include "tests/bench/speed_corpus.h"
#include "tests/support/scope.h"

namespace kecang::bench {
namespace {

constexpr double kMega = 1e6;

double seconds_of(clockid_t clock) {
  timespec at{};
  ::clock_gettime(clock, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
}
double cpu() {
  return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}
double wall() {
  return seconds_of(CLOCK_MONOTONIC);
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().describe());
  return std::move(result).value();
}
void must(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().describe());
}

std::uint64_t bytes_of(const std::filesystem::path& folder) {
  std::uint64_t sum = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) sum += entry.file_size();
  return sum;
}

void print_json(nlohmann::json values) {
  std::cout << values.dump() << std::endl;
}

double quantile(std::vector<double>& of, double share) {
  if (of.empty()) return 0;
  std::sort(of.begin(), of.end());
  return of[static_cast<std::size_t>(share * static_cast<double>(of.size() - 1))];
}
double mean(const std::vector<double>& of) {
  return of.empty() ? 0 : std::accumulate(of.begin(), of.end(), 0.0) / static_cast<double>(of.size());
}

struct Arguments {
  std::string documents;
  std::string queries;
  std::filesystem::path index;
  std::size_t limit = ~std::size_t{0};
  std::size_t rounds = 1;
};

/// Measures only what `work` does, not the reading of the records.
class Meter {
 public:
  template <class Work>
  void measure(Work&& work) {
    const double begin = cpu();
    work();
    spent_ += cpu() - begin;
  }
  double spent() const { return spent_; }

 private:
  double spent_ = 0;
};

void build(const Arguments& arguments) {
  const SystemClock clock;
  Meter meter;
  std::uint64_t count = 0;
  std::uint64_t text = 0;
  const double begin = wall();
  auto rebuild = must(xapian::Rebuild::begin(arguments.index, {.epoch = "bench"}, clock));
  each_line(arguments.documents, arguments.limit, [&](const nlohmann::json& line) {
    const CorpusRecord record(line);
    ++count;
    text += record.text_bytes();
    meter.measure([&] { must(rebuild.writer().replace(record.document())); });
  });
  meter.measure([&] { must(rebuild.publish()); });
  const auto bytes = bytes_of(arguments.index);
  print_json({{"what", "build"},
              {"documents", count},
              {"cpu_s_per_1000", meter.spent() / static_cast<double>(count) * 1e3},
              {"cpu_s", meter.spent()},
              {"wall_s", wall() - begin},
              {"index_mb", static_cast<double>(bytes) / kMega},
              {"index_bytes_per_text_byte", static_cast<double>(bytes) / static_cast<double>(text)}});
}

/// What a reader keeps of each record in memory.
void columns(const Arguments& arguments) {
  const auto live = must(xapian::live_generation(arguments.index));
  if (!live) throw std::runtime_error("no index in " + arguments.index.string());
  const Xapian::Database database(
      (arguments.index / *live / xapian::folder_of(xapian::Part::resources)).string());
  const double begin = cpu();
  const auto columns = xapian::Columns::load(database);
  const auto count = static_cast<double>(database.get_doccount());
  print_json({{"what", "columns"},
              {"documents", database.get_doccount()},
              {"load_cpu_s", cpu() - begin},
              {"mb", static_cast<double>(columns->bytes()) / kMega},
              {"bytes_per_document", static_cast<double>(columns->bytes()) / count}});
}

void search(const Arguments& arguments) {
  std::vector<CorpusQuery> queries;
  each_line(arguments.queries, arguments.limit,
            [&](const nlohmann::json& line) { queries.push_back(corpus_query(line)); });
  const xapian::LocalReader reader(arguments.index);
  const double opened = cpu();
  must(reader.search(test::everyone(), {.text = "开始"}));
  const double opening = cpu() - opened;
  std::vector<double> milliseconds;
  std::uint64_t matches = 0;
  for (std::size_t round = 0; round < arguments.rounds; ++round)
    for (const auto& query : queries) {
      const auto scope = test::scope_of(query.scope_terms);
      const double begin = cpu();
      const auto page = must(reader.search(scope, query.request));
      milliseconds.push_back((cpu() - begin) * 1e3);
      matches += page.total;
    }
  const auto asked = milliseconds.size();
  print_json({{"what", "search"},
              {"documents", must(reader.count())},
              {"queries", asked},
              {"matches", static_cast<double>(matches) / static_cast<double>(asked)},
              {"opening_cpu_s", opening},
              {"cpu_ms_mean", mean(milliseconds)},
              {"cpu_ms_p50", quantile(milliseconds, 0.5)},
              {"cpu_ms_p99", quantile(milliseconds, 0.99)},
              {"cpu_ms_max", quantile(milliseconds, 1)}});
}

/// Adds `count` documents to a live index and waits until a reader finds them; milliseconds of wall time.
double add(IndexWriter& writer, const IndexReader& reader, const std::vector<CorpusRecord>& records,
           std::size_t from, std::size_t count) {
  const double begin = wall();
  std::string last;
  for (std::size_t i = from; i < from + count; ++i) {
    auto document = records[i].document();
    last = fmt::format("added{}", i);
    document.title = last;
    document.id = ResourceId::trusted(last);
    document.scope_terms = {scope_term::everyone()};
    must(writer.replace(document));
  }
  must(writer.commit());
  if (must(reader.search(test::everyone(), {.text = last})).total != 1)
    throw std::runtime_error("what was committed is not found");
  return (wall() - begin) * 1e3;
}

void add_to(const Arguments& arguments) {
  constexpr std::size_t kTogether = 100;
  constexpr std::size_t kSingle = 40;
  constexpr std::size_t kRounds = 5;
  const SystemClock clock;
  std::vector<CorpusRecord> records;
  each_line(arguments.documents, kSingle + kRounds * kTogether,
            [&](const nlohmann::json& line) { records.emplace_back(line); });
  const xapian::LocalReader reader(arguments.index);
  auto writer = must(xapian::open_writer(arguments.index, {.epoch = must(reader.epoch())}, clock));
  must(reader.search(test::everyone(), {.text = "开始"}));
  std::vector<double> single;
  std::vector<double> together;
  std::size_t at = 0;
  for (; at < kSingle; ++at) single.push_back(add(*writer, reader, records, at, 1));
  for (; at < records.size(); at += kTogether)
    together.push_back(add(*writer, reader, records, at, kTogether));
  for (std::size_t i = 0; i < records.size(); ++i)
    must(writer->remove(ResourceId::trusted(fmt::format("added{}", i))));
  must(writer->commit());
  print_json({{"what", "add"},
              {"single_ms_p50", quantile(single, 0.5)},
              {"single_ms_max", quantile(single, 1)},
              {"hundred_ms_p50", quantile(together, 0.5)},
              {"hundred_over_one", quantile(together, 0.5) / quantile(single, 0.5)}});
}

int run(int count, char** words) {
  Arguments arguments;
  CLI::App app("Measures the index by itself.", "speed");
  app.require_subcommand(1);
  const auto command = [&](const char* name, const char* says, void (*work)(const Arguments&)) {
    auto* made = app.add_subcommand(name, says);
    made->add_option("INDEX", arguments.index, "folder of the index")->required();
    made->add_option("--limit", arguments.limit, "so many lines of the file at most");
    made->callback([&arguments, work] { work(arguments); });
    return made;
  };
  for (auto* made : {command("build", "builds INDEX as a rebuild does", build),
                     command("add", "single documents and a hundred together, until found", add_to)})
    made->add_option("--documents", arguments.documents)->required()->check(CLI::ExistingFile);
  command("columns", "what a reader keeps in memory", columns);
  auto* asks = command("search", "asks INDEX the query log", search);
  asks->add_option("--queries", arguments.queries)->required()->check(CLI::ExistingFile);
  asks->add_option("--rounds", arguments.rounds, "how often the whole log is asked")->capture_default_str();
  try {
    app.parse(count, words);
    return 0;
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    std::cerr << "speed: " << error.what() << '\n';
    return 1;
  }
}

}  // namespace
}  // namespace kecang::bench

int main(int count, char** words) {
  return kecang::bench::run(count, words);
}
