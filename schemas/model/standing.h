#pragma once
/// What reviewers said of the current version of a resource, from least to most.
#include <array>
#include <cstdint>
#include <utility>

#include "schemas/model/describe.h"

namespace kecang {

enum class Standing : std::uint8_t {
  none,
  approved,   ///< 通过
  exemplary,  ///< 精品
  showcase,   ///< 典型经验, with the word of a bureau
};
template <>
struct EnumNames<Standing> {
  static constexpr auto values =
      std::array{std::pair{Standing::none, "none"}, std::pair{Standing::approved, "approved"},
                 std::pair{Standing::exemplary, "exemplary"}, std::pair{Standing::showcase, "showcase"}};
};

}  // namespace kecang
