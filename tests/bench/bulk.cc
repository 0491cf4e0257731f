/// bulk CORPUS.jsonl [COUNT]: what filling a new generation costs in processor time, against the engine alone
/// fed with the same terms, values and data of resources and suggestions. The contestants take turns over
/// chunks of the corpus, so that a loaded machine is unfair to neither. The last line is JSON.
#include <time.h>
#include <xapian.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "storage/xapian/document_builder.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/index_writer.h"
#include "storage/xapian/suggest_writer.h"
#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

constexpr std::size_t kChunk = 2'000;

double cpu_seconds() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// Adds up what runs while it lives.
class Counted {
 public:
  explicit Counted(double& sum) : sum_(sum), begin_(cpu_seconds()) {}
  ~Counted() { sum_ += cpu_seconds() - begin_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  double& sum_;
  double begin_;
};

struct Record {
  std::string id, title, text, owner;
  std::map<Facet, std::vector<std::string>> facets;
  std::vector<std::string> scope_terms;
};

std::string text_of(const nlohmann::json& from, const char* name) {
  const auto found = from.find(name);
  if (found == from.end()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::vector<Record> next_chunk(std::ifstream& lines, std::size_t limit) {
  std::vector<Record> chunk;
  for (std::string line; chunk.size() < limit && std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line);
    Record record{.id = text_of(json, "id"),
                  .title = text_of(json, "title"),
                  .text = text_of(json, "text"),
                  .owner = text_of(json, "owner"),
                  .facets = {},
                  .scope_terms = {}};
    record.facets = {
        {Facet::subject, {text_of(json, "subject")}}, {Facet::grade, {text_of(json, "grade")}},
        {Facet::type, {text_of(json, "type")}},       {Facet::edition, {text_of(json, "edition")}},
        {Facet::year, {text_of(json, "year")}},       {Facet::school, {record.owner}}};
    for (const auto& group : json.value("groups", nlohmann::json::array())) {
      record.facets[Facet::group].push_back(group.dump());
      record.scope_terms.push_back("group:" + group.dump());
    }
    chunk.push_back(std::move(record));
  }
  return chunk;
}

IndexDocument document_of(const Record& record) {
  IndexDocument document;
  document.id = ResourceId::trusted(record.id);
  document.version = 1;
  document.title = record.title;
  document.segments = {record.text};
  for (const auto& [facet, values] : record.facets)
    if (facet != Facet::group && facet != Facet::school)
      for (const auto& value : values) document.keywords.push_back(value);
  document.facets = record.facets;
  document.scope_terms = record.scope_terms;
  return document;
}

std::uint64_t bytes_in(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) bytes += entry.file_size();
  return bytes;
}

std::uint64_t bytes_of_suggestions(const std::filesystem::path& index) {
  std::uint64_t bytes = 0;
  for (const auto& generation : std::filesystem::directory_iterator(index))
    if (const auto part = generation.path() / "suggestions"; std::filesystem::exists(part))
      bytes += bytes_in(part);
  return bytes;
}

#define NEEDED(expression)                                           \
  if (const auto& worked = (expression); !worked) {                  \
    std::fprintf(stderr, "%s\n", worked.error().describe().c_str()); \
    return 1;                                                        \
  }

int bench(const std::string& corpus, std::size_t limit) {
  const test::TempDir folder;
  const SystemClock clock;
  const auto index = folder.path() / "index";
  auto fresh = xapian::Rebuild::begin(index, {.epoch = "bench"}, clock);
  NEEDED(fresh);
  Xapian::WritableDatabase raw((folder.path() / "raw").string(), Xapian::DB_CREATE_OR_OPEN);
  Xapian::WritableDatabase raw_suggestions((folder.path() / "raw-suggestions").string(),
                                           Xapian::DB_CREATE_OR_OPEN);
  Xapian::WritableDatabase names((folder.path() / "names").string(), Xapian::DB_CREATE_OR_OPEN);
  xapian::FacetNumbering facets(names);

  std::ifstream lines(corpus);
  double ours = 0;
  double engine = 0;
  double analysis = 0;
  double compaction = 0;
  std::uint64_t documents = 0;
  std::uint64_t text_bytes = 0;
  for (auto chunk = next_chunk(lines, std::min(kChunk, limit)); !chunk.empty();
       chunk = next_chunk(lines, std::min<std::size_t>(kChunk, limit - documents))) {
    std::vector<Xapian::Document> prepared;
    std::vector<Xapian::Document> suggestions;
    {
      const Counted counted(analysis);
      for (const auto& record : chunk) {
        prepared.push_back(xapian::build_documents(document_of(record), facets).front());
        suggestions.push_back(xapian::build_suggestion(document_of(record)));
      }
    }
    {
      const Counted counted(engine);
      for (const auto& document : prepared) raw.add_document(document);
      for (const auto& document : suggestions) raw_suggestions.add_document(document);
    }
    prepared.clear();
    suggestions.clear();
    {
      const Counted counted(ours);
      for (const auto& record : chunk) NEEDED(fresh->add(document_of(record)));
    }
    for (const auto& record : chunk) text_bytes += record.title.size() + record.text.size();
    documents += chunk.size();
    if (documents >= limit) break;
  }
  {
    const Counted counted(engine);
    raw.commit();
    raw_suggestions.commit();
  }
  {
    const Counted counted(ours);
    NEEDED(fresh->writer().commit());
  }
  const auto with_holes = bytes_in(index);
  {
    const Counted counted(compaction);
    NEEDED(fresh->compact());
  }
  const auto compacted = bytes_in(index);
  const auto per_thousand = [&](double seconds) { return seconds * 1'000 / static_cast<double>(documents); };
  const auto per_byte = [&](std::uint64_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(text_bytes);
  };
  std::printf("%s\n", nlohmann::json{{"documents", documents},
                                     {"text_bytes", text_bytes},
                                     {"engine_cpu_s_per_1k", per_thousand(engine)},
                                     {"rebuild_cpu_s_per_1k", per_thousand(ours)},
                                     {"of_that_analysis", per_thousand(analysis)},
                                     {"ratio", ours / engine},
                                     {"ratio_with_analysis", ours / (engine + analysis)},
                                     {"compaction_cpu_s_per_1k", per_thousand(compaction)},
                                     {"ratio_with_compaction", (ours + compaction) / engine},
                                     {"index_bytes_per_text_byte", per_byte(with_holes)},
                                     {"compacted_bytes_per_text_byte", per_byte(compacted)},
                                     {"of_that_suggestions", per_byte(bytes_of_suggestions(index))}}
                          .dump(1)
                          .c_str());
  return 0;
}

}  // namespace
}  // namespace kecang

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "bulk CORPUS.jsonl [COUNT]\n");
    return 2;
  }
  return kecang::bench(words[1], count > 2 ? std::stoul(words[2]) : SIZE_MAX);
}
