/// stock_xapian parsed|any CORPUS.jsonl QUERIES.tsv > RUN: Xapian as it comes, its own term generator and
/// query parser with FLAG_CJK_NGRAM, title and text. `parsed`: the query as the parser makes it, which asks
/// for all pieces of a run of Chinese; `any`: the parser's terms joined by OR.
#include <xapian.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace {

constexpr Xapian::doccount kDepth = 100;

Xapian::Database load(const std::string& corpus) {
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  Xapian::TermGenerator generator;
  generator.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
  std::ifstream lines(corpus);
  for (std::string line; std::getline(lines, line);) {
    const auto record = nlohmann::json::parse(line);
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text(record.value("title", ""));
    generator.increase_termpos();
    generator.index_text(record.value("text", ""));
    document.set_data(record.value("id", ""));
    database.add_document(document);
  }
  return database;
}

/// What it calls malformed finds nothing.
Xapian::Query parsed(const std::string& text) {
  Xapian::QueryParser parser;
  try {
    return parser.parse_query(text, Xapian::QueryParser::FLAG_CJK_NGRAM);
  } catch (const Xapian::QueryParserError& error) {
    std::cerr << error.get_msg() << ": " << text << '\n';
    return {};
  }
}

Xapian::Query any_term(const Xapian::Query& query) {
  const std::set<std::string> terms(query.get_terms_begin(), query.get_terms_end());
  return Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end());
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: stock_xapian parsed|any CORPUS.jsonl QUERIES.tsv > RUN\n";
    return 2;
  }
  const auto database = load(words[2]);
  Xapian::Enquire enquire(database);
  std::ifstream lines(words[3]);
  for (std::string line; std::getline(lines, line);) {
    const auto tab = line.find('\t');
    const auto query = parsed(line.substr(tab + 1));
    enquire.set_query(std::string(words[1]) == "any" ? any_term(query) : query);
    const auto found = enquire.get_mset(0, kDepth);
    for (auto hit = found.begin(); hit != found.end(); ++hit)
      std::printf("%s Q0 %s %u %.6f xapian\n", line.substr(0, tab).c_str(),
                  hit.get_document().get_data().c_str(), hit.get_rank() + 1, hit.get_weight());
  }
  return 0;
}
