/// audience_shards: the other way to keep what a viewer may not see out of the ranking. One database for each
/// group holds what is released to it; a viewer's databases are opened together, so that the engine's
/// statistics are of nothing else, and a resource that stands in several is shown once. Measured against our
/// index: fixed statistics and a filter.
///   audience_shards cost FOLDER --documents DOCS.jsonl --queries LOG.jsonl
///   audience_shards relevance FOLDER --collection DIR     writes qrels.tsv and a run for each way
#include <time.h>
#include <xapian.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "storage/xapian/document_builder.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/query_plan.h"
#include "tests/bench/speed_corpus.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang::bench {
namespace {

namespace fs = std::filesystem;
constexpr double kMega = 1e6;

struct Arguments {
  fs::path folder;
  std::string documents;
  std::string queries;
  fs::path collection;
  std::size_t limit = 20'000;
  std::size_t asks = 1'000;
  unsigned groups = 200;
};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().describe());
  return std::move(result).value();
}
void must(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().describe());
}

double cpu() {
  timespec at{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
}

std::uint64_t bytes_of(const fs::path& folder) {
  std::uint64_t sum = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) sum += entry.file_size();
  return sum;
}

/// The databases of all groups, written a batch of documents at a time.
class Shards {
 public:
  explicit Shards(fs::path folder) : folder_(std::move(folder)) { fs::create_directories(folder_); }

  void add(const std::string& group, const Xapian::Document& document) {
    waiting_[group].push_back(document);
  }
  void write() {
    for (const auto& [group, documents] : waiting_) {
      Xapian::WritableDatabase database((folder_ / group).string(),
                                        Xapian::DB_CREATE_OR_OPEN | Xapian::DB_NO_SYNC);
      for (const auto& document : documents) database.add_document(document);
      database.commit();
      groups_.insert(group);
    }
    waiting_.clear();
  }
  Xapian::Database open(const std::vector<std::string>& groups) const {
    Xapian::Database together;
    for (const auto& group : groups)
      if (groups_.contains(group)) together.add_database(Xapian::Database((folder_ / group).string()));
    return together;
  }
  /// Of a sample, for all: thousands of them take long.
  double compacted_bytes() const {
    constexpr std::size_t kSample = 200;
    const auto step = std::max<std::size_t>(1, groups_.size() / kSample);
    std::uint64_t before = 0, after = 0;
    std::size_t place = 0;
    for (const auto& group : groups_) {
      if (place++ % step != 0) continue;
      const test::TempDir small;
      Xapian::Database((folder_ / group).string()).compact((small / "small").string());
      before += bytes_of(folder_ / group);
      after += bytes_of(small.path());
    }
    return static_cast<double>(bytes_of(folder_)) * static_cast<double>(after) / static_cast<double>(before);
  }
  std::size_t size() const { return groups_.size(); }

 private:
  const fs::path folder_;
  std::map<std::string, std::vector<Xapian::Document>> waiting_;
  std::set<std::string> groups_;
};

/// How much a kind of term counts beside the others, as in our ranking; how much it tells is the engine's
/// business here. 0: of no kind that a text has.
double weight_of(std::string_view term) {
  constexpr double kTitle = 0.4;
  double weight = 1;
  if (term.starts_with('T')) {
    weight = kTitle;
    term.remove_prefix(1);
  }
  if (term.starts_with('W')) return weight;
  if (term.starts_with('B')) return weight * 0.4;
  return term.starts_with('C') ? weight * 0.8 : 0;
}

/// The terms our ranking counts, with the engine's own statistics.
Xapian::Query engine_query(const SearchRequest& request) {
  std::vector<Xapian::Query> parts;
  for (const auto& scored : xapian::plan_query(request).scored)
    if (const auto weight = weight_of(scored.term); weight > 0)
      parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(scored.term), weight);
  Xapian::Query any(Xapian::Query::OP_OR, parts.begin(), parts.end());
  for (const auto& [facet, values] : request.filters)
    any = Xapian::Query(Xapian::Query::OP_FILTER, any,
                        Xapian::Query(xapian::facet_filter_term(facet, values.front())));
  return any;
}

/// The same, of what holds every piece of the query: about as many as our index finds.
Xapian::Query strict_engine_query(const SearchRequest& request) {
  std::vector<Xapian::Query> pieces;
  for (const auto& unit : xapian::plan_query(request).units)
    if (!unit.ways.empty())
      for (const auto& term : unit.ways.front().terms) pieces.emplace_back(term);
  return {Xapian::Query::OP_FILTER, engine_query(request),
          Xapian::Query(Xapian::Query::OP_AND, pieces.begin(), pieces.end())};
}

/// Each resource once, the best `limit`; with the exact total as a page shows it.
Xapian::MSet ask_engine(const Xapian::Database& database, const Xapian::Query& query,
                        Xapian::doccount limit) {
  if (database.get_doccount() == 0) return {};
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BM25Weight(0.2, 0, 1, 0.5, 0.5));
  enquire.set_collapse_key(xapian::slot::kOrder);
  enquire.set_query(query);
  return enquire.get_mset(0, limit, database.get_doccount());
}

std::string group_of(const std::string& scope_term) {
  return scope_term.substr(scope_term.find(':') + 1);
}

// -- what it costs

void cost(const Arguments& arguments) {
  constexpr std::size_t kBatch = 20'000;
  const SystemClock clock;
  fs::remove_all(arguments.folder);
  fs::create_directories(arguments.folder);
  Xapian::WritableDatabase dictionary((arguments.folder / "dictionary").string(), Xapian::DB_CREATE_OR_OPEN);
  xapian::FacetNumbering facets(dictionary);
  Shards shards(arguments.folder / "shards");
  auto rebuild = must(xapian::Rebuild::begin(arguments.folder / "index", {.epoch = "bench"}, clock));
  double building_shards = 0, building_index = 0;
  std::size_t documents = 0, copies = 0;
  std::uint64_t text = 0;
  const auto write = [&] {
    const double begin = cpu();
    shards.write();
    building_shards += cpu() - begin;
  };
  each_line(arguments.documents, arguments.limit, [&](const nlohmann::json& line) {
    const CorpusRecord record(line);
    const auto document = record.document();
    text += record.text_bytes();
    double begin = cpu();
    must(rebuild.add(document));
    building_index += cpu() - begin;
    begin = cpu();
    const auto built = xapian::build_documents(document, facets).front();
    building_shards += cpu() - begin;
    for (const auto& term : document.scope_terms) shards.add(group_of(term), built);
    copies += document.scope_terms.size();
    if (++documents % kBatch == 0) write();
  });
  write();
  const double begin = cpu();
  must(rebuild.compact());
  must(rebuild.publish());
  building_index += cpu() - begin;

  const xapian::LocalReader reader(arguments.folder / "index");
  must(reader.search(test::everyone(), {.text = "开始"}));
  double ours = 0, opening = 0, asking = 0;
  std::uint64_t our_total = 0, their_total = 0;
  std::size_t asked = 0;
  each_line(arguments.queries, arguments.asks, [&](const nlohmann::json& line) {
    const auto query = corpus_query(line);
    double at = cpu();
    our_total += must(reader.search(test::scope_of(query.scope_terms), query.request)).total;
    ours += cpu() - at;
    std::vector<std::string> groups;
    for (const auto& term : query.scope_terms) groups.push_back(group_of(term));
    at = cpu();
    const auto database = shards.open(groups);
    opening += cpu() - at;
    at = cpu();
    const auto found = ask_engine(database, strict_engine_query(query.request), query.request.limit);
    for (auto hit = found.begin(); hit != found.end(); ++hit)
      hit.get_document().get_value(xapian::slot::kOrder);
    asking += cpu() - at;
    their_total += found.get_matches_estimated();
    ++asked;
  });
  const auto each_ms = [&](double seconds) { return seconds / static_cast<double>(asked) * 1e3; };
  const auto per_byte = [&](auto bytes) { return static_cast<double>(bytes) / static_cast<double>(text); };
  const auto live = must(xapian::live_generation(arguments.folder / "index"));
  std::cout
      << nlohmann::json{{"documents", documents},
                        {"copies", copies},
                        {"shards", shards.size()},
                        {"index_cpu_s_per_1000", building_index / static_cast<double>(documents) * 1e3},
                        {"shards_cpu_s_per_1000", building_shards / static_cast<double>(documents) * 1e3},
                        {"index_bytes_per_text_byte",
                         per_byte(bytes_of(arguments.folder / "index" / *live / "resources"))},
                        {"shards_bytes_per_text_byte", per_byte(bytes_of(arguments.folder / "shards"))},
                        {"shards_compacted_bytes_per_text_byte", per_byte(shards.compacted_bytes())},
                        {"index_search_cpu_ms", each_ms(ours)},
                        {"shards_open_cpu_ms", each_ms(opening)},
                        {"shards_search_cpu_ms", each_ms(asking)},
                        {"index_matches", static_cast<double>(our_total) / static_cast<double>(asked)},
                        {"shards_matches", static_cast<double>(their_total) / static_cast<double>(asked)},
                        {"queries", asked}}
      << std::endl;
}

// -- what it does to the order

using Groups = std::set<unsigned>;

std::string name_of(unsigned group) {
  return "g" + std::to_string(group);
}
std::string scope_term_of(unsigned group) {
  return scope_term::group(GroupId::trusted(name_of(group)));
}

/// Lines of columns.
std::vector<std::vector<std::string>> read_table(const fs::path& file) {
  std::ifstream lines(file);
  if (!lines) throw std::runtime_error("cannot read " + file.string());
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    std::istringstream columns(line);
    for (std::string column; std::getline(columns, column, '\t');) rows.back().push_back(column);
  }
  return rows;
}

/// A collection whose documents are each released to one to three groups by chance.
class Spread {
 public:
  explicit Spread(const Arguments& arguments)
      : arguments_(arguments), shards_(arguments.folder / "shards"), reader_(arguments.folder / "index") {}

  void run() {
    fill();
    for (const auto& row : read_table(arguments_.collection / "qrels.tsv"))
      judged_[row.at(0)].emplace_back(row.at(1), row.at(2));
    std::ofstream fixed(arguments_.folder / "fixed.run");
    std::ofstream shards(arguments_.folder / "shards.run");
    std::ofstream whole(arguments_.folder / "whole.run");
    std::ofstream qrels(arguments_.folder / "qrels.tsv");
    for (const auto& row : read_table(arguments_.collection / "queries.tsv")) {
      if (row.size() < 2) continue;  // an empty query
      const auto& query = row.at(0);
      const auto viewer = some_viewer(query);
      if (viewer.empty()) continue;
      for (const auto& [document, grade] : judged_[query])
        if (sees(viewer, groups_.at(document))) qrels << query << '\t' << document << '\t' << grade << '\n';
      ask(query, row.at(1), viewer, fixed, shards, whole);
    }
  }

 private:
  static constexpr std::uint32_t kDepth = 100;

  void fill() {
    const SystemClock clock;
    Xapian::WritableDatabase dictionary((arguments_.folder / "dictionary").string(),
                                        Xapian::DB_CREATE_OR_OPEN);
    xapian::FacetNumbering facets(dictionary);
    auto writer = must(xapian::open_writer(arguments_.folder / "index", {.epoch = "bench"}, clock));
    whole_ = Xapian::WritableDatabase((arguments_.folder / "whole").string(), Xapian::DB_CREATE_OR_OPEN);
    each_line(arguments_.collection / "corpus.jsonl", ~std::size_t{0}, [&](const nlohmann::json& line) {
      const auto id = line.value("id", "");
      const auto title = line.value("title", "");
      const auto text = line.value("text", "");
      IndexDocument document;
      document.id = ResourceId::trusted(id);
      document.title = title;
      document.segments = {text};
      auto& groups = groups_[id];
      for (auto more = 1 + random_() % 3; more > 0; --more) groups.insert(random_() % arguments_.groups);
      for (const auto group : groups) document.scope_terms.push_back(scope_term_of(group));
      must(writer->replace(document));
      const auto built = xapian::build_documents(document, facets).front();
      whole_.add_document(built);
      for (const auto group : groups) shards_.add(name_of(group), built);
    });
    must(writer->commit());
    whole_.commit();
    shards_.write();
  }

  static bool sees(const Groups& viewer, const Groups& released) {
    return std::any_of(released.begin(), released.end(), [&](unsigned one) { return viewer.contains(one); });
  }

  /// Of one to twenty groups, who sees something of what is asked for.
  Groups some_viewer(const std::string& query) {
    constexpr unsigned kMostGroups = 20;
    const auto judged = judged_.find(query);
    if (judged == judged_.end()) return {};
    const auto& released = groups_.at(judged->second[random_() % judged->second.size()].first);
    Groups viewer{*std::next(released.begin(), static_cast<int>(random_() % released.size()))};
    for (auto more = random_() % kMostGroups; more > 0; --more) viewer.insert(random_() % arguments_.groups);
    return viewer;
  }

  void ask(const std::string& query, const std::string& text, const Groups& viewer, std::ostream& fixed,
           std::ostream& shards, std::ostream& whole) {
    std::vector<std::string> names, scope;
    std::vector<Xapian::Query> admitted;
    for (const auto group : viewer) {
      names.push_back(name_of(group));
      scope.push_back(scope_term_of(group));
      admitted.emplace_back(xapian::scope_filter_term(scope.back()));
    }
    const SearchRequest request{.text = text, .limit = kDepth};
    const auto page = must(reader_.search(test::scope_of(scope), request));
    for (std::size_t i = 0; i < page.hits.size(); ++i)
      fixed << query << " Q0 " << page.hits[i].id.text() << ' ' << i + 1 << ' ' << page.hits[i].score
            << " fixed\n";
    const auto wanted = engine_query(request);
    tell(query, ask_engine(shards_.open(names), wanted, kDepth), shards);
    const Xapian::Query admits(Xapian::Query::OP_OR, admitted.begin(), admitted.end());
    tell(query, ask_engine(whole_, {Xapian::Query::OP_FILTER, wanted, admits}, kDepth), whole);
  }
  static void tell(const std::string& query, const Xapian::MSet& found, std::ostream& run) {
    for (auto hit = found.begin(); hit != found.end(); ++hit)
      run << query << " Q0 " << xapian::id_of_order(hit.get_document().get_value(xapian::slot::kOrder)).text()
          << ' ' << hit.get_rank() + 1 << ' ' << hit.get_weight() << " engine\n";
  }

  const Arguments& arguments_;
  std::mt19937 random_{7};
  Shards shards_;
  Xapian::WritableDatabase whole_;
  std::map<std::string, Groups> groups_;
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> judged_;
  const xapian::LocalReader reader_;
};

void relevance(const Arguments& arguments) {
  fs::remove_all(arguments.folder);
  fs::create_directories(arguments.folder);
  Spread(arguments).run();
}

int run(int count, char** words) {
  Arguments arguments;
  CLI::App app("A shard per audience against fixed statistics and a filter.", "audience_shards");
  app.require_subcommand(1);
  auto* costs = app.add_subcommand("cost", "processor time and bytes");
  costs->add_option("FOLDER", arguments.folder, "made anew")->required();
  costs->add_option("--documents", arguments.documents)->required()->check(CLI::ExistingFile);
  costs->add_option("--queries", arguments.queries)->required()->check(CLI::ExistingFile);
  costs->add_option("--limit", arguments.limit, "so many documents")->capture_default_str();
  costs->add_option("--asks", arguments.asks, "so many queries")->capture_default_str();
  costs->callback([&] { cost(arguments); });
  auto* order = app.add_subcommand("relevance", "writes qrels.tsv, fixed.run, shards.run and whole.run");
  order->add_option("FOLDER", arguments.folder, "made anew")->required();
  order->add_option("--collection", arguments.collection)->required()->check(CLI::ExistingDirectory);
  order->add_option("--groups", arguments.groups, "the documents are spread over so many")
      ->capture_default_str();
  order->callback([&] { relevance(arguments); });
  try {
    app.parse(count, words);
    return 0;
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    std::cerr << "audience_shards: " << error.what() << '\n';
    return 1;
  } catch (const Xapian::Error& error) {
    std::cerr << "audience_shards: " << error.get_description() << '\n';
    return 1;
  }
}

}  // namespace
}  // namespace kecang::bench

int main(int count, char** words) {
  return kecang::bench::run(count, words);
}
