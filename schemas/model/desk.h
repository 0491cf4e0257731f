#pragma once
/// A person's desk: what they starred, what they opened lately, and what they used in class. Theirs alone.
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "schemas/model/describe.h"

namespace kecang {

using ClassUseId = Id<struct ClassUseTag>;

/// A resource somebody starred or opened, and when.
struct DeskMark {
  ResourceId resource;
  Time at{};
};
template <class V>
void describe(V& v, DeskMark& m) {
  v("resource", m.resource);
  v("at", m.at);
}

enum class Worked : std::uint8_t { well, partly, badly };
template <>
struct EnumNames<Worked> {
  static constexpr auto values =
      std::array{std::pair{Worked::well, "well"}, std::pair{Worked::partly, "partly"},
                 std::pair{Worked::badly, "badly"}};
};

/// "Used in class": when, with whom, and whether it worked.
struct ClassUse {
  ClassUseId id{};
  UserId user;
  ResourceId resource;
  SchoolId school;  ///< the writer's, among whose uses it counts
  Time on{};        ///< the day
  std::string classes{};
  std::string note{};
  Worked worked = Worked::well;
  Time at{};            ///< when it was written
  std::string title{};  ///< of the resource, as the writer saw it then

  static constexpr std::size_t kClassesBytes = 120;
  static constexpr std::size_t kNoteBytes = 3'000;
};
template <class V>
void describe(V& v, ClassUse& u) {
  v("id", u.id);
  v.secret("user", u.user);
  v("resource", u.resource);
  v("school", u.school);
  v("on", u.on);
  v("classes", u.classes);
  v("note", u.note);
  v("worked", u.worked);
  v("at", u.at);
  v.secret("title", u.title);
}

}  // namespace kecang

KECANG_NOUN(kecang::DeskMark);
KECANG_NOUN(kecang::ClassUse);
