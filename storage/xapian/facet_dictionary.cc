#include "storage/xapian/facet_dictionary.h"

#include <xapian.h>

#include "storage/xapian/layout.h"

namespace kecang::xapian {

void FacetValues::refresh(const Xapian::Database& database) {
  for (std::size_t i = 0; i < kFacetCount; ++i) {
    auto& column = columns_[i];
    for (;;) {
      const auto next = static_cast<std::uint32_t>(column.values.size() + 1);
      auto value = database.get_metadata(metadata::facet_value(static_cast<Facet>(i), next));
      if (value.empty()) break;
      column.numbers.emplace(value, next);
      column.values.push_back(std::move(value));
    }
  }
}

std::string_view FacetValues::value(Facet facet, std::uint32_t number) const {
  const auto& values = of(facet).values;
  return number == 0 || number > values.size() ? std::string_view() : values[number - 1];
}

std::uint32_t FacetValues::number(Facet facet, const std::string& value) const {
  const auto& numbers = of(facet).numbers;
  const auto found = numbers.find(value);
  return found == numbers.end() ? 0 : found->second;
}

FacetNumbering::FacetNumbering(Xapian::WritableDatabase& database) : database_(database) {
  known_.refresh(database);
}

std::uint32_t FacetNumbering::number(Facet facet, const std::string& value) {
  auto& column = known_.columns_[static_cast<std::size_t>(facet)];
  const auto next = static_cast<std::uint32_t>(column.values.size() + 1);
  const auto [at, is_new] = column.numbers.emplace(value, next);
  if (is_new) {
    column.values.push_back(value);
    database_.set_metadata(metadata::facet_value(facet, next), value);
  }
  return at->second;
}

}  // namespace kecang::xapian
