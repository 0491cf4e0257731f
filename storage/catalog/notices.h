#pragma once
/// What people are told of: where they were named, how often they want to hear from their groups, and the
/// letters that are on their way. Any thread may call.
#include <optional>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/notice.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

class NoticeCatalog {
 public:
  NoticeCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Newest first, those since then.
  Result<std::vector<Mention>> mentions_of(const UserId& user, Time since) const;
  /// The person has seen them.
  Result<void> forget_mentions(const UserId& user, const SubmissionId& id);

  Result<std::vector<DigestWish>> wishes_of(const UserId& user) const;
  /// Letters tell from now on of what comes.
  Result<DigestWish> put_wish(const Actor& actor, DigestWish wish);

  /// A letter for each wish whose time has come, in the transaction that moves the wish on: none is lost and
  /// none is made twice. At most `most`; how many.
  Result<std::size_t> make_letters(std::size_t most);
  /// Those whose time has come, oldest first.
  Result<std::vector<Letter>> due_letters(std::size_t most) const;
  /// It went out, or there is nothing to say any more.
  Result<void> erase_letter(const LetterId& id);
  /// It is tried again later, at longer and longer intervals; false: it was the last time, and it is given
  /// up.
  Result<bool> postpone(const LetterId& id);

 private:
  MetaStore& store_;
  const Clock& clock_;
};

/// How long after the last one the next digest is due; nothing for never.
std::optional<milliseconds> period_of(DigestRhythm rhythm);

}  // namespace kecang
