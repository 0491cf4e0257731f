/// suggest TITLES.jsonl: how long suggestions take over {"title", "groups"} lines (gen_corpus.py's records),
/// typed letter by letter by viewers of 1 to 20 groups. Prints p50, p99 and the slowest, by what was typed
/// and in all.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "schemas/base/text.h"
#include "schemas/pinyin/pinyin.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::string titles;
  std::string index;  ///< kept and used again
  std::size_t most = 1'000'000;
  std::size_t sessions = 400;
  std::size_t teachers = 20'000;
};

struct Library {
  std::vector<std::string> titles;
  std::vector<std::string> groups;
};

std::string group_term(int number) {
  return number == 0 ? scope_term::everyone() : "group:" + std::to_string(number);
}

Result<Library> read(const Options& options, IndexWriter* into) {
  constexpr const char* kFamilies[] = {"王", "李", "张", "刘", "陈", "杨",
                                       "赵", "黄", "周", "吴", "单", "曾"};
  constexpr const char* kGiven[] = {"海", "燕", "明", "华", "建", "国", "小",
                                    "红", "文", "丽", "长", "乐", "志", "强"};
  std::ifstream lines(options.titles);
  if (!lines) return Error::not_found("bench.no_titles").because(options.titles);
  Library library;
  std::mt19937 random(1);
  for (std::string line; library.titles.size() < options.most && std::getline(lines, line);) {
    const auto record = nlohmann::json::parse(line, nullptr, false);
    if (!record.is_object()) return Error::invalid("bench.titles_malformed").because(line);
    library.titles.push_back(record.value("title", ""));
    if (into == nullptr) continue;
    const auto number = std::to_string(1'000'000'000 + library.titles.size());
    const auto teacher = random() % options.teachers;
    const auto person = std::to_string(teacher);
    const auto name =
        std::string(kFamilies[teacher % 12]) + kGiven[teacher / 12 % 14] + kGiven[teacher / 168 % 14];
    const auto school = std::to_string(record.value("owner", 0));
    const auto school_name = "第" + school + "实验中学";
    IndexDocument document;
    document.id = ResourceId::trusted(number);
    document.title = library.titles.back();
    for (const auto& group : record.value("groups", std::vector<int>{}))
      document.scope_terms.push_back(group_term(group));
    document.names = {{NameKind::person, person, name}, {NameKind::school, school, school_name}};
    KECANG_TRY(into->replace(document));
  }
  if (into != nullptr) KECANG_TRY(into->commit());
  return library;
}

AccessScope some_scope(std::mt19937& random) {
  std::vector<std::string> terms{scope_term::everyone()};
  // As the generator does it: small numbers are large groups.
  for (auto count = 1 + random() % 20; count > 0; --count) {
    const double place = static_cast<double>(random()) / static_cast<double>(std::mt19937::max());
    terms.push_back(group_term(1 + static_cast<int>(4999 * place * place)));
  }
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return test::scope_of(std::move(terms));
}

/// Somewhere in a title, as people type: whole beginnings or a topic in the middle.
std::string some_words(const std::string& title, std::mt19937& random) {
  const auto characters = text::to_utf32(text::normalise(title));
  const auto begin = random() % 3 == 0 ? 0 : random() % characters.size();
  std::u32string words;
  for (auto i = begin; i < characters.size() && words.size() < 8; ++i)
    if (text::is_han(characters[i])) words += characters[i];
  return text::to_utf8(words);
}

/// Each is typed letter by letter.
std::map<std::string, std::u32string> ways_to_type(const std::string& words) {
  std::string sounds;
  std::string mixed;
  const auto characters = text::to_utf32(words);
  const auto readings = pinyin::best(words);
  for (std::size_t i = 0; i < readings.size(); ++i) {
    sounds += readings[i];
    mixed += i % 2 == 0 ? readings[i] : text::to_utf8(characters.substr(i, 1));
  }
  return {{"han", characters},
          {"pinyin", text::to_utf32(sounds)},
          {"initials", text::to_utf32(pinyin::initials(words))},
          {"mixed", text::to_utf32(mixed)}};
}

struct Times {
  std::vector<double> milliseconds;
  std::vector<double> processor;
  std::size_t offered = 0;
};

double at(std::vector<double>& times, double share) {
  std::sort(times.begin(), times.end());
  return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

void print(const std::string& name, Times& times) {
  if (times.milliseconds.empty()) return;
  const auto count = times.milliseconds.size();
  std::printf(
      "%-9s %7zu requests  p50 %7.3f ms  p99 %7.3f ms  max %8.3f ms  cpu p50 %7.3f  p99 %7.3f  max %7.3f  "
      "%4.1f offered\n",
      name.c_str(), count, at(times.milliseconds, .5), at(times.milliseconds, .99), at(times.milliseconds, 1),
      at(times.processor, .5), at(times.processor, .99), at(times.processor, 1),
      static_cast<double>(times.offered) / static_cast<double>(count));
}

Result<void> measure(const IndexReader& reader, const Library& library, std::size_t sessions) {
  std::mt19937 random(2);
  std::map<std::string, Times> by_way;
  Times all;
  for (std::size_t session = 0; session < sessions; ++session) {
    const auto scope = some_scope(random);
    const auto words = some_words(library.titles[random() % library.titles.size()], random);
    for (const auto& [way, typed] : ways_to_type(words))
      for (std::size_t length = 1; length <= typed.size(); ++length) {
        const auto begun = Clock::now();
        const auto processor = std::clock();
        KECANG_ASSIGN(const auto found, reader.suggest(scope, {.text = text::to_utf8(typed.substr(0, length)),
                                                               .excluded = {}}));
        const std::chrono::duration<double, std::milli> took = Clock::now() - begun;
        const auto spent = 1e3 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
        for (auto* times : {&by_way[way], &all}) {
          times->milliseconds.push_back(took.count());
          times->processor.push_back(spent);
          times->offered += found.size();
        }
      }
  }
  for (auto& [way, times] : by_way) print(way, times);
  print("all", all);
  return {};
}

std::uintmax_t size_of(const std::filesystem::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().string().find("suggestions") != std::string::npos)
      bytes += entry.file_size();
  return bytes;
}

Result<void> run(const Options& options) {
  const test::TempDir temporary;
  const std::filesystem::path folder =
      options.index.empty() ? temporary.path() / "index" : std::filesystem::path(options.index);
  std::unique_ptr<IndexWriter> writer;
  const bool is_new = !std::filesystem::exists(folder);
  const SystemClock clock;
  if (is_new) {
    KECANG_ASSIGN(writer, xapian::open_writer(folder, {.epoch = "bench"}, clock));
  }
  const auto begun = Clock::now();
  KECANG_ASSIGN(const auto library, read(options, writer.get()));
  const std::chrono::duration<double> took = Clock::now() - begun;
  std::printf("%zu titles%s, %.1f s, part of suggestions %.1f MB\n", library.titles.size(),
              is_new ? " indexed" : "", took.count(), static_cast<double>(size_of(folder)) / 1e6);
  return measure(xapian::LocalReader(folder), library, options.sessions);
}

}  // namespace
}  // namespace kecang

int main(int argc, char** argv) {
  kecang::Options options;
  CLI::App app{"how long suggestions take"};
  app.add_option("titles", options.titles, "lines of {title, groups, owner}")->required();
  app.add_option("--index", options.index, "folder of the index, kept; built if absent");
  app.add_option("--limit", options.most, "titles to read");
  app.add_option("--sessions", options.sessions, "people who type");
  CLI11_PARSE(app, argc, argv);
  if (const auto done = kecang::run(options); !done) {
    std::cerr << "suggest: " << done.error().describe() << "\n";
    return 1;
  }
}
