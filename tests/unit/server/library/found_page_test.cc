#include "server/library/found_page.h"

#include <gmock/gmock.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::must;
using ::testing::SizeIs;

/// So many values, the first ones larger than the later ones.
SearchPage page_with_editions(std::size_t count) {
  SearchPage page;
  for (std::size_t i = 0; i < count; ++i)
    page.facets[Facet::edition].push_back({.value = std::to_string(i), .count = count - i});
  return page;
}

class NamedFacetsTest : public ::testing::Test {
 protected:
  test::Catalogue people_;
  Names names_{people_.directory};
};

TEST_F(NamedFacetsTest, TellTheHundredLargestValues) {
  const auto facets = must(named_facets(page_with_editions(300), {}, names_));
  ASSERT_THAT(facets.at(Facet::edition), SizeIs(100));
  EXPECT_EQ(facets.at(Facet::edition).back().value, "99");
  EXPECT_EQ(facets.at(Facet::edition).back().count, 201U);
}

TEST_F(NamedFacetsTest, TellASelectedValueHoweverSmall) {
  SearchRequest request;
  request.filters[Facet::edition] = {"250"};
  const auto facets = must(named_facets(page_with_editions(300), request, names_));
  ASSERT_THAT(facets.at(Facet::edition), SizeIs(101));
  EXPECT_EQ(facets.at(Facet::edition).back().value, "250");
  EXPECT_TRUE(facets.at(Facet::edition).back().selected);
}

}  // namespace
}  // namespace kecang
