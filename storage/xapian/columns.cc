#include "storage/xapian/columns.h"

#include <xapian.h>

#include <algorithm>
#include <mutex>
#include <optional>

namespace kecang::xapian {
namespace {

constexpr char kAdmits = 'S';     // scope_filter_term
constexpr char kWithholds = 'X';  // withheld_term

template <class Narrow>
std::vector<Narrow> narrowed(const std::vector<std::uint32_t>& values) {
  std::vector<Narrow> narrow(values.size());
  std::transform(values.begin(), values.end(), narrow.begin(),
                 [](std::uint32_t value) { return static_cast<Narrow>(value); });
  return narrow;
}

}  // namespace

NarrowColumn::NarrowColumn(const std::vector<std::uint32_t>& values) {
  const auto largest = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  if (largest == 0) return;
  if (largest <= std::numeric_limits<std::uint8_t>::max()) {
    one_ = narrowed<std::uint8_t>(values);
  } else if (largest <= std::numeric_limits<std::uint16_t>::max()) {
    two_ = narrowed<std::uint16_t>(values);
  } else {
    four_ = values;
  }
}

std::uint32_t NarrowColumn::at(std::size_t place) const {
  if (!one_.empty()) return one_[place];
  if (!two_.empty()) return two_[place];
  return four_.empty() ? 0 : four_[place];
}

ListColumn::ListColumn(const std::vector<std::vector<std::uint32_t>>& lists) {
  begins_.reserve(lists.size() + 1);
  begins_.push_back(0);
  for (const auto& list : lists) {
    values_.insert(values_.end(), list.begin(), list.end());
    begins_.push_back(static_cast<std::uint32_t>(values_.size()));
  }
  values_.shrink_to_fit();
}

std::uint32_t AdmissionTerms::number(const std::string& term) {
  const std::unique_lock lock(mutex_);
  return numbers_.emplace(term, static_cast<std::uint32_t>(numbers_.size())).first->second;
}

std::uint32_t AdmissionTerms::find(const std::string& term) const {
  const std::shared_lock lock(mutex_);
  const auto found = numbers_.find(term);
  return found == numbers_.end() ? kUnknown : found->second;
}

std::size_t AdmissionTerms::size() const {
  const std::shared_lock lock(mutex_);
  return numbers_.size();
}

Columns::Page::Page(const Rows& rows) {
  std::vector<std::uint32_t> numbers(rows.size());
  const auto narrow = [&](auto&& value_of) {
    std::transform(rows.begin(), rows.end(), numbers.begin(), value_of);
    return NarrowColumn(numbers);
  };
  const auto lists = [&](auto&& list_of) {
    std::vector<std::vector<std::uint32_t>> all;
    all.reserve(rows.size());
    for (const auto& row : rows) all.push_back(list_of(row));
    return ListColumn(all);
  };
  for (const auto& row : rows) dates.push_back(row.date);
  lengths = narrow([](const Row& row) { return row.length; });
  for (std::size_t facet = 0; facet < kFacetCount; ++facet)
    single[facet] = narrow([facet](const Row& row) { return row.facets.single[facet]; });
  groups = lists([](const Row& row) { return row.facets.groups; });
  admitting = lists([](const Row& row) { return row.admitting; });
  withholding = lists([](const Row& row) { return row.withholding; });
}

Columns::Row Columns::Page::row(std::size_t place) const {
  const auto copy = [place](const ListColumn& column) {
    const auto list = column.at(place);
    return std::vector<std::uint32_t>(list.begin(), list.end());
  };
  Row row;
  row.date = dates[place];
  row.length = lengths.at(place);
  for (std::size_t facet = 0; facet < kFacetCount; ++facet)
    row.facets.single[facet] = single[facet].at(place);
  row.facets.groups = copy(groups);
  row.admitting = copy(admitting);
  row.withholding = copy(withholding);
  return row;
}

std::size_t Columns::Page::bytes() const {
  auto sum = sizeof *this + dates.size() * sizeof(std::int64_t) + lengths.bytes() + groups.bytes() +
             admitting.bytes() + withholding.bytes();
  for (const auto& column : single) sum += column.bytes();
  return sum;
}

/// Reads column by column, which is much faster than document by document.
class Columns::Loader {
 public:
  explicit Loader(const Xapian::Database& database)
      : database_(database), end_(database.get_lastdocid() + 1) {}

  void load(Columns& into) {
    admitting_ = invert(kAdmits, *into.terms_);
    withholding_ = invert(kWithholds, *into.terms_);
    auto order = database_.valuestream_begin(slot::kOrder);
    auto facets = database_.valuestream_begin(slot::kFacets);
    auto length = database_.postlist_begin("");
    for (DocumentNumber first = 0; first < end_; first += kPageSize) {
      Rows rows(kPageSize);
      const auto page_end = first + static_cast<DocumentNumber>(kPageSize);
      for (; order != database_.valuestream_end(slot::kOrder) && order.get_docid() < page_end; ++order)
        rows[place(order.get_docid())].date = date_of_order(*order);
      for (; facets != database_.valuestream_end(slot::kFacets) && facets.get_docid() < page_end; ++facets)
        unpack(*facets, rows[place(facets.get_docid())].facets);
      for (; length != database_.postlist_end("") && *length < page_end; ++length)
        rows[place(*length)].length = length.get_doclength();
      for (DocumentNumber document = first; document < std::min(page_end, end_); ++document) {
        rows[place(document)].admitting = admitting_.of(document);
        rows[place(document)].withholding = withholding_.of(document);
      }
      into.pages_.push_back(std::make_shared<const Page>(rows));
    }
  }

 private:
  /// For each document the numbers of the terms that it is listed under.
  struct Inverted {
    std::vector<std::uint32_t> begins;
    std::vector<std::uint32_t> numbers;
    std::vector<std::uint32_t> of(DocumentNumber document) const {
      return {numbers.begin() + begins[document], numbers.begin() + begins[document + 1]};
    }
  };

  Inverted invert(char prefix, AdmissionTerms& terms) const {
    Inverted made;
    made.begins.assign(std::size_t{end_} + 1, 0);
    each_posting(prefix, [&](const std::string&, DocumentNumber document) { ++made.begins[document + 1]; });
    for (std::size_t i = 1; i < made.begins.size(); ++i) made.begins[i] += made.begins[i - 1];
    made.numbers.resize(made.begins.back());
    auto next = made.begins;
    std::string last;
    std::uint32_t number = 0;
    each_posting(prefix, [&](const std::string& term, DocumentNumber document) {
      if (term != last) number = terms.number(last = term);
      made.numbers[next[document]++] = number;
    });
    return made;
  }

  template <class Each>
  void each_posting(char prefix, Each&& each) const {
    const std::string start(1, prefix);
    for (auto term = database_.allterms_begin(start); term != database_.allterms_end(start); ++term) {
      const auto name = *term;
      for (auto at = database_.postlist_begin(name); at != database_.postlist_end(name); ++at)
        each(name, *at);
    }
  }

  const Xapian::Database& database_;
  const DocumentNumber end_;
  Inverted admitting_;
  Inverted withholding_;
};

std::shared_ptr<const Columns> Columns::load(const Xapian::Database& database) {
  auto columns = std::make_shared<Columns>();
  Loader(database).load(*columns);
  return columns;
}

Columns::Row Columns::read_row(const Xapian::Database& database, DocumentNumber number) const {
  Row row;
  Xapian::Document document;
  try {
    document = database.get_document(number);
  } catch (const Xapian::DocNotFoundError&) {
    return row;
  }
  row.date = date_of_order(document.get_value(slot::kOrder));
  row.length = database.get_doclength(number);
  unpack(document.get_value(slot::kFacets), row.facets);
  const auto take = [&](char prefix, std::vector<std::uint32_t>& numbers) {
    auto term = document.termlist_begin();
    term.skip_to(std::string(1, prefix));
    for (; term != document.termlist_end() && (*term).front() == prefix; ++term)
      numbers.push_back(terms_->number(*term));
  };
  take(kAdmits, row.admitting);
  take(kWithholds, row.withholding);
  return row;
}

std::shared_ptr<const Columns> Columns::after(const Xapian::Database& database,
                                              const std::vector<DocumentNumber>& changed) const {
  auto later = std::make_shared<Columns>(*this);
  const std::size_t pages = (database.get_lastdocid() >> kPageBits) + 1;
  for (auto count = later->pages_.size(); count < pages; ++count)
    later->pages_.push_back(std::make_shared<const Page>(Rows(kPageSize)));
  auto sorted = changed;
  std::sort(sorted.begin(), sorted.end());
  for (auto at = sorted.begin(); at != sorted.end();) {
    const auto number = *at >> kPageBits;
    if (number >= later->pages_.size()) break;  // came and went between two commits
    auto& page = later->pages_[number];
    Rows rows;
    rows.reserve(kPageSize);
    for (std::size_t i = 0; i < kPageSize; ++i) rows.push_back(page->row(i));
    for (; at != sorted.end() && *at >> kPageBits == number; ++at) rows[place(*at)] = read_row(database, *at);
    page = std::make_shared<const Page>(rows);
  }
  return later;
}

std::size_t Columns::bytes() const {
  std::size_t sum = sizeof *this + pages_.size() * sizeof pages_.front();
  for (const auto& page : pages_) sum += page->bytes();
  return sum;
}

}  // namespace kecang::xapian
