#include "server/library/suggest_vocabulary.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace kecang {
namespace {

/// 数学 · 人教版 · 八年级下册 · 第十七章 勾股定理
std::string place_of(const vocab::TextbookNode& node) {
  std::string place;
  for (const auto& part : {node.subject, node.edition, node.grade + node.volume, node.chapter})
    if (!part.empty()) place.append(place.empty() ? "" : " · ").append(part);
  return place;
}

}  // namespace

VocabularySuggestions::VocabularySuggestions(std::shared_ptr<const vocab::Vocabulary> vocabulary)
    : vocabulary_(std::move(vocabulary)) {
  add_nodes();
  add_terms(vocab::Field::subject, SuggestedKind::subject, Facet::subject);
  add_terms(vocab::Field::grade, SuggestedKind::grade, Facet::grade);
  add_terms(vocab::Field::type, SuggestedKind::type, Facet::type);
  add_terms(vocab::Field::edition, SuggestedKind::edition, Facet::edition);
}

/// A title that stands in several books is offered once, with the first of them as its place.
void VocabularySuggestions::add_nodes() {
  std::unordered_map<std::string, std::size_t> known;
  for (const auto& node : vocabulary_->nodes()) {
    if (!known.emplace(node.title, nodes_.size()).second) continue;
    nodes_.push_back({.text = pinyin::Typeable(node.title),
                      .aliases = {},
                      .suggestion = {.kind = SuggestedKind::node,
                                     .text = node.title,
                                     .ranges = {},
                                     .detail = place_of(node),
                                     .query = node.title,
                                     .filters = {}}});
  }
}

void VocabularySuggestions::add_terms(vocab::Field field, SuggestedKind kind, Facet facet) {
  for (const auto& term : vocabulary_->terms(field)) {
    Entry entry{.text = pinyin::Typeable(term.name),
                .aliases = {},
                .suggestion = {.kind = kind,
                               .text = term.name,
                               .ranges = {},
                               .detail = {},
                               .query = {},
                               .filters = {{facet, {term.name}}}}};
    for (const auto& alias : term.aliases) entry.aliases.emplace_back(alias);
    terms_.push_back(std::move(entry));
  }
}

std::vector<SuggestedText> VocabularySuggestions::best(const std::vector<Entry>& entries,
                                                       const pinyin::Typed& typed, std::size_t limit) {
  using Order = std::pair<pinyin::Manner, bool>;
  struct Found {
    Order order;
    const Entry* entry;
    std::vector<text::TextRange> ranges;
  };
  std::vector<Found> found;
  for (const auto& entry : entries) {
    std::optional<Found> best;
    if (const auto match = typed.match(entry.text)) best = {match->order(), &entry, {match->range}};
    for (const auto& alias : entry.aliases)
      if (const auto match = typed.match(alias);
          match && match->at_start && (!best || match->order() < best->order))
        best = {match->order(), &entry, {}};
    if (best) found.push_back(std::move(*best));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.order < b.order; });
  std::vector<SuggestedText> suggestions;
  for (auto& one : found) {
    if (suggestions.size() == limit) break;
    suggestions.push_back(one.entry->suggestion);
    suggestions.back().ranges = std::move(one.ranges);
  }
  return suggestions;
}

std::vector<SuggestedText> VocabularySuggestions::matching(const pinyin::Typed& typed,
                                                           std::size_t limit) const {
  auto all = best(nodes_, typed, limit);
  for (auto& one : best(terms_, typed, limit)) all.push_back(std::move(one));
  return all;
}

}  // namespace kecang
