#pragma once
/// The records and the query log of the speed bench's generator (`gen_corpus.py docs` and `queries`).
#include <array>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "storage/index.h"

namespace kecang::bench {

inline constexpr auto kSubjects =
    std::to_array<std::string_view>({"语文", "数学", "英语", "物理", "化学", "生物", "历史", "地理", "政治",
                                     "科学", "信息技术", "音乐", "美术", "体育"});
inline constexpr auto kGrades =
    std::to_array<std::string_view>({"一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级",
                                     "八年级", "九年级", "高一", "高二", "高三"});
inline constexpr auto kTypes = std::to_array<std::string_view>(
    {"教案", "课件", "试卷", "习题", "导学案", "素材", "视频", "音频", "微课", "教学反思"});
inline constexpr auto kEditions = std::to_array<std::string_view>(
    {"人教版", "部编版", "北师大版", "苏教版", "沪教版", "浙教版", "外研版", "冀教版", "湘教版", "通用"});

/// One generated record, as the catalogue would hand it to the index.
class CorpusRecord {
 public:
  explicit CorpusRecord(const nlohmann::json& from)
      : number_(from.at("id").get<std::uint64_t>()), title_(from.at("title")), text_(from.at("text")) {
    facets_[Facet::subject] = {std::string(kSubjects.at(from.at("subject")))};
    facets_[Facet::grade] = {std::string(kGrades.at(from.at("grade")))};
    facets_[Facet::type] = {std::string(kTypes.at(from.at("type")))};
    facets_[Facet::edition] = {std::string(kEditions.at(from.at("edition")))};
    facets_[Facet::year] = {std::to_string(from.at("year").get<int>())};
    facets_[Facet::school] = {"s" + std::to_string(from.at("owner").get<int>())};
    for (const auto& group : from.at("groups")) {
      facets_[Facet::group].push_back("g" + std::to_string(group.get<int>()));
      scope_terms_.push_back(scope_term::group(GroupId::trusted(facets_[Facet::group].back())));
    }
  }
  std::size_t text_bytes() const { return title_.size() + text_.size(); }
  /// Views into this record.
  IndexDocument document() const {
    constexpr int kIdDigits = 12;
    auto digits = std::to_string(number_);
    digits.insert(0, kIdDigits - std::min<std::size_t>(kIdDigits, digits.size()), '0');
    IndexDocument made;
    made.id = ResourceId::trusted("r" + digits);
    made.version = 1;
    made.title = title_;
    made.segments = {text_};
    for (const auto facet : {Facet::type, Facet::subject, Facet::grade, Facet::edition, Facet::year})
      made.keywords.push_back(facets_.at(facet).front());
    made.facets = facets_;
    made.scope_terms = scope_terms_;
    made.date = Time{std::chrono::days{20'000} + std::chrono::minutes{number_}};
    return made;
  }

 private:
  std::uint64_t number_;
  std::string title_;
  std::string text_;
  std::map<Facet, std::vector<std::string>> facets_;
  std::vector<std::string> scope_terms_;
};

/// One entry of the query log: what is asked, and the groups of who asks.
struct CorpusQuery {
  SearchRequest request;
  std::vector<std::string> scope_terms;
};

inline CorpusQuery corpus_query(const nlohmann::json& from) {
  CorpusQuery query;
  for (const auto& term : from.at("terms"))
    query.request.text += (query.request.text.empty() ? "" : " ") + term.get<std::string>();
  const auto& filters = from.at("filters");
  const auto filter = [&](const char* name, Facet facet, const auto& values) {
    if (filters.contains(name)) query.request.filters[facet] = {std::string(values.at(filters.at(name)))};
  };
  filter("subject", Facet::subject, kSubjects);
  filter("grade", Facet::grade, kGrades);
  filter("type", Facet::type, kTypes);
  if (filters.contains("year"))
    query.request.filters[Facet::year] = {std::to_string(filters.at("year").get<int>())};
  for (const auto& group : from.at("groups"))
    query.scope_terms.push_back(scope_term::group(GroupId::trusted("g" + std::to_string(group.get<int>()))));
  query.request.limit = 10;
  return query;
}

/// Calls `each` with the JSON of at most `limit` lines. Throws std::runtime_error for what is no JSON.
inline void each_line(const std::string& file, std::size_t limit,
                      const std::function<void(const nlohmann::json&)>& each) {
  std::ifstream lines(file);
  if (!lines) throw std::runtime_error("cannot read " + file);
  for (std::string line; limit > 0 && std::getline(lines, line); --limit) each(nlohmann::json::parse(line));
}

}  // namespace kecang::bench
