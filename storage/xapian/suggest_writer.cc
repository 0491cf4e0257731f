#include "storage/xapian/suggest_writer.h"

#include <xapian.h>

#include "schemas/base/text.h"
#include "schemas/pinyin/typed.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/suggest_keys.h"
#include "storage/xapian/visible_suggestions.h"

namespace kecang::xapian {
namespace {

/// A title is looked for by its beginning; the rest of a monstrous one is only shown.
constexpr std::size_t kTextBytes = 600;
constexpr std::size_t kMostKnown = 200'000;

void add_keys(std::optional<NameKind> kind, const pinyin::Typeable& text, Xapian::Document& to) {
  for (const auto& key : keys_of(text)) to.add_boolean_term(suggest_term(kind, key));
}

/// What grants ask for beside a scope term (storage/xapian/conditions.h).
void add_values(const IndexDocument& document, Xapian::Document& to) {
  for (const auto facet : {Facet::type, Facet::subject, Facet::school, Facet::standing}) {
    const auto found = document.facets.find(facet);
    if (found == document.facets.end()) continue;
    for (const auto& value : found->second)
      if (!value.empty()) to.add_boolean_term(facet_filter_term(facet, value));
  }
}

}  // namespace

Xapian::Document build_suggestion(const IndexDocument& from) {
  const pinyin::Typeable title{std::string(text::clip(from.title, kTextBytes))};
  Xapian::Document to;
  to.set_data(from.id.text() + '\n' + title.packed());
  to.add_boolean_term(id_term(from.id));
  for (const auto& term : from.scope_terms) to.add_boolean_term(scope_filter_term(term));
  add_values(from, to);
  add_keys({}, title, to);
  for (const auto& name : from.names)
    if (!name.name.empty() && !name.id.empty()) to.add_boolean_term(name_term(name.kind, name.id));
  return to;
}

void SuggestWriter::replace(const IndexDocument& document) {
  const auto title = build_suggestion(document);
  for (const auto& name : document.names)
    if (!name.name.empty() && !name.id.empty()) learn(name, document.scope_terms);
  put(id_term(document.id), title);
}

void SuggestWriter::put(const std::string& unique_term, const Xapian::Document& document) {
  const auto postings = database_.postlist_begin(unique_term);
  const bool is_known = postings != database_.postlist_end(unique_term);
  database_.replace_document(is_known ? *postings : next_number(), document);
}

std::uint32_t SuggestWriter::next_number() {
  if (newest_ == 0) {
    const auto first = database_.postlist_begin("");
    newest_ = first == database_.postlist_end("") ? kOldestSuggestion : std::uint32_t{*first};
  }
  return --newest_;
}

void SuggestWriter::learn(const IndexName& name, const std::vector<std::string>& scope_terms) {
  const auto term = name_document_term(name.kind, name.id);
  auto& known_name = known(term);
  bool is_news = known_name.name != name.name;
  known_name.name = name.name;
  for (const auto& scope_term : scope_terms)
    is_news |= known_name.scope_terms.insert(scope_filter_term(scope_term)).second;
  if (!is_news) return;
  const pinyin::Typeable text{std::string(text::clip(name.name, kTextBytes))};
  Xapian::Document to;
  to.set_data(std::string(name.id) + '\n' + text.packed());
  to.add_boolean_term(term);
  for (const auto& each : known_name.scope_terms) to.add_boolean_term(each);
  add_keys(name.kind, text, to);
  put(term, to);
}

SuggestWriter::KnownName& SuggestWriter::known(const std::string& term) {
  if (known_.size() >= kMostKnown) known_.clear();
  const auto [at, is_new] = known_.try_emplace(term);
  auto& name = at->second;
  const auto postings = database_.postlist_begin(term);
  if (!is_new || postings == database_.postlist_end(term)) return name;
  const auto document = database_.get_document(*postings);
  const auto data = document.get_data();
  const auto packed = pinyin::Typeable::unpack(std::string_view(data).substr(data.find('\n') + 1));
  if (packed) name.name = packed->text();
  auto terms = document.termlist_begin();
  terms.skip_to("S");
  for (; terms != document.termlist_end() && (*terms).starts_with('S'); ++terms)
    name.scope_terms.insert(*terms);
  return name;
}

}  // namespace kecang::xapian
