#pragma once
/// What may be done with a resource, and sets of that.
#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

#include "schemas/model/describe.h"

namespace kecang {

enum class Action : std::uint8_t {
  find,      ///< learn that it exists: its title and whose it is
  view,      ///< read it here, and find it by its text
  download,  ///< take the original file
  fork,      ///< make one's own version of it, with credit
};
template <>
struct EnumNames<Action> {
  static constexpr auto values =
      std::array{std::pair{Action::find, "find"}, std::pair{Action::view, "view"},
                 std::pair{Action::download, "download"}, std::pair{Action::fork, "fork"}};
};

/// A set. What cannot be done without something else brings it along: downloading and forking come with
/// viewing, viewing with finding.
class Actions {
 public:
  constexpr Actions() = default;
  constexpr Actions(std::initializer_list<Action> actions) {
    for (const auto action : actions) add(action);
  }
  explicit Actions(const std::vector<Action>& actions) {
    for (const auto action : actions) add(action);
  }
  static constexpr Actions all() { return {Action::download, Action::fork}; }

  constexpr bool has(Action action) const { return (bits_ & bit(action)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr Actions operator&(Actions other) const { return Actions(bits_ & other.bits_); }
  constexpr Actions operator|(Actions other) const { return Actions(bits_ | other.bits_); }
  constexpr bool operator==(const Actions&) const = default;
  /// In the order of the enumeration.
  std::vector<Action> list() const {
    std::vector<Action> list;
    for (const auto& [action, name] : EnumNames<Action>::values)
      if (has(action)) list.push_back(action);
    return list;
  }

 private:
  constexpr explicit Actions(unsigned bits) : bits_(static_cast<std::uint8_t>(bits)) {}
  static constexpr unsigned bit(Action action) { return 1U << static_cast<unsigned>(action); }
  constexpr void add(Action action) {
    unsigned bits = bits_ | bit(Action::find) | bit(action);
    if (action == Action::download || action == Action::fork) bits |= bit(Action::view);
    bits_ = static_cast<std::uint8_t>(bits);
  }
  std::uint8_t bits_ = 0;
};

}  // namespace kecang
