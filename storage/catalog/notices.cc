#include "storage/catalog/notices.h"

#include <algorithm>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr std::chrono::minutes kFirstPause{1};
constexpr std::chrono::hours kLongestPause{4};

bool is_due(const DigestWish& wish, Time now) {
  const auto period = period_of(wish.rhythm);
  return period && !wish.address.empty() && now - wish.last >= *period;
}

milliseconds pause_after(std::uint32_t attempts) {
  const milliseconds pause = kFirstPause * (1U << std::min(attempts, 10U));
  return std::min<milliseconds>(pause, kLongestPause);
}

}  // namespace

std::optional<milliseconds> period_of(DigestRhythm rhythm) {
  switch (rhythm) {
    case DigestRhythm::never:
      return std::nullopt;
    case DigestRhythm::daily:
      return std::chrono::hours{24};
    case DigestRhythm::weekly:
      return std::chrono::hours{24 * 7};
  }
  return std::nullopt;
}

Result<std::vector<Mention>> NoticeCatalog::mentions_of(const UserId& user, Time since) const {
  std::vector<Mention> mentions;
  KECANG_TRY(rows::each_noun<Mention>(*store_.snapshot(), keys::mentions_of(user),
                                      [&](const auto&, const auto& mention) {
                                        if (mention.at >= since) mentions.push_back(mention);
                                      }));
  std::sort(mentions.begin(), mentions.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
  return mentions;
}

Result<void> NoticeCatalog::forget_mentions(const UserId& user, const SubmissionId& id) {
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto found, tx.scan(Range::prefix(keys::mentions_of(user) + id.text())));
    for (const auto& row : found) KECANG_TRY(tx.erase(row.key));
    return {};
  });
}

Result<std::vector<DigestWish>> NoticeCatalog::wishes_of(const UserId& user) const {
  std::vector<DigestWish> wishes;
  KECANG_TRY(rows::each_noun<DigestWish>(*store_.snapshot(), keys::digest_wishes_of(user),
                                         [&](const auto&, const auto& wish) { wishes.push_back(wish); }));
  return wishes;
}

Result<DigestWish> NoticeCatalog::put_wish(const Actor& actor, DigestWish wish) {
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    const auto key = keys::digest_wish(wish.user, wish.group);
    KECANG_ASSIGN(const auto before, (rows::find<DigestWish>(tx, key)));
    wish.last =
        before && before->rhythm == wish.rhythm && before->address == wish.address ? before->last : now;
    KECANG_TRY(rows::put(tx, key, wish));
    return append_audit(tx, now, actor, "digest.wished", wish.group.text(),
                        {{"rhythm", std::string(enum_text(wish.rhythm))}});
  };
  KECANG_TRY(run_audited(store_, step));
  return wish;
}

Result<std::size_t> NoticeCatalog::make_letters(std::size_t most) {
  std::vector<std::string> due;
  const Time now = clock_.now();
  KECANG_TRY(rows::each_row(*store_.snapshot(), keys::kDigestWishes, [&](const Row& row) -> Result<bool> {
    KECANG_ASSIGN(const auto wish, from_cbor<DigestWish>(row.value));
    if (is_due(wish, now)) due.push_back(row.key);
    return due.size() < most;
  }));
  for (const auto& key : due)
    KECANG_TRY(store_.run([&](Transaction& tx) -> Result<void> {
      KECANG_ASSIGN(auto wish, (rows::find<DigestWish>(tx, key)));
      if (!wish || !is_due(*wish, now)) return {};
      const Letter letter{.id = LetterId::make(now),
                          .to = wish->user,
                          .group = wish->group,
                          .since = wish->last,
                          .until = now,
                          .next = now};
      wish->last = now;
      KECANG_TRY(rows::put(tx, key, *wish));
      return rows::put(tx, keys::letter(letter.id), letter);
    }));
  return due.size();
}

Result<std::vector<Letter>> NoticeCatalog::due_letters(std::size_t most) const {
  std::vector<Letter> due;
  const Time now = clock_.now();
  KECANG_TRY(rows::each_row(*store_.snapshot(), keys::kLetters, [&](const Row& row) -> Result<bool> {
    KECANG_ASSIGN(auto letter, from_cbor<Letter>(row.value));
    if (letter.next <= now) due.push_back(std::move(letter));
    return due.size() < most;
  }));
  return due;
}

Result<void> NoticeCatalog::erase_letter(const LetterId& id) {
  return store_.run([&](Transaction& tx) { return tx.erase(keys::letter(id)); });
}

Result<bool> NoticeCatalog::postpone(const LetterId& id) {
  bool again = false;
  KECANG_TRY(store_.run([&](Transaction& tx) -> Result<void> {
    again = false;
    KECANG_ASSIGN(auto letter, (rows::find<Letter>(tx, keys::letter(id))));
    if (!letter) return {};
    letter->next = clock_.now() + pause_after(letter->attempts);
    letter->attempts += 1;
    if (letter->attempts >= Letter::kMostAttempts) return tx.erase(keys::letter(id));
    again = true;
    return rows::put(tx, keys::letter(id), *letter);
  }));
  return again;
}

}  // namespace kecang
