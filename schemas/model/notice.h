#pragma once
/// What people are told of: that somebody named them, and what is new in their groups.
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "schemas/model/submission.h"

namespace kecang {

using LetterId = Id<struct LetterTag>;

/// Somebody was named in a submission's thread. What it says is read anew when it is shown.
struct Mention {
  SubmissionId submission;
  std::uint32_t comment = 0;  ///< its number in the thread
  Time at{};
};
template <class V>
void describe(V& v, Mention& m) {
  v("submission", m.submission);
  v("comment", m.comment);
  v("at", m.at);
}

enum class DigestRhythm : std::uint8_t { never, daily, weekly };
template <>
struct EnumNames<DigestRhythm> {
  static constexpr auto values =
      std::array{std::pair{DigestRhythm::never, "never"}, std::pair{DigestRhythm::daily, "daily"},
                 std::pair{DigestRhythm::weekly, "weekly"}};
};

/// How often a person wants to be told what is new in a group.
struct DigestWish {
  UserId user;
  GroupId group;
  DigestRhythm rhythm = DigestRhythm::never;
  std::string address{};  ///< for letters; empty: none are wanted
  Time last{};            ///< up to when letters told
};
template <class V>
void describe(V& v, DigestWish& w) {
  v("user", w.user);
  v("group", w.group);
  v("rhythm", w.rhythm);
  v("address", w.address);
  v("last", w.last);
}

/// A digest that still has to be handed to the mail server. It says whom it tells and of what; its words are
/// chosen when it is sent, by the rights of that moment.
struct Letter {
  LetterId id;
  UserId to;
  GroupId group;
  Time since{}, until{};
  std::uint32_t attempts = 0;
  Time next{};  ///< not before

  static constexpr std::uint32_t kMostAttempts = 8;
};
template <class V>
void describe(V& v, Letter& l) {
  v("id", l.id);
  v("to", l.to);
  v("group", l.group);
  v("since", l.since);
  v("until", l.until);
  v("attempts", l.attempts);
  v("next", l.next);
}

}  // namespace kecang

KECANG_NOUN(kecang::Mention);
KECANG_NOUN(kecang::DigestWish);
KECANG_NOUN(kecang::Letter);
