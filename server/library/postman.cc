#include "server/library/postman.h"

#include <algorithm>

namespace kecang {
namespace {

std::string line_of(const ResourceView& view, const std::string& site) {
  const auto& tags = view.resource.tags;
  std::string about;
  for (const auto* value : {&tags.type.value, &tags.subject.value, &tags.grade.value, &view.owner_name})
    if (!value->empty()) about += (about.empty() ? "" : " · ") + *value;
  auto line = "· " + view.resource.title + "\n";
  if (!about.empty()) line += "  " + about + "\n";
  if (!site.empty()) line += "  " + site + "/r/" + view.resource.id.text() + "\n";
  return line + "\n";
}

}  // namespace

/// Nothing when there is nothing to say: the person may not work here, left the group, wants no letters any
/// more, or nothing is new to them.
Result<std::optional<LetterText>> Postman::written(const Letter& letter) const {
  const auto user = directory_.user(letter.to);
  if (!user && user.error().kind() == ErrorKind::not_found) return std::optional<LetterText>();
  if (!user) return user.error();
  if (user->disabled) return std::optional<LetterText>();
  KECANG_ASSIGN(const auto viewer, scopes_.viewer(*user, clock_.now()));
  KECANG_ASSIGN(const auto wishes, notices_.wishes_of(letter.to));
  const auto wish =
      std::find_if(wishes.begin(), wishes.end(), [&](const auto& one) { return one.group == letter.group; });
  if (wish == wishes.end() || wish->address.empty() || !viewer.belongs_to(letter.group))
    return std::optional<LetterText>();
  KECANG_ASSIGN(const auto digest, digests_.fresh(viewer, letter.group, letter.since, letter.until));
  if (digest.fresh.empty()) return std::optional<LetterText>();

  LetterText text{.to = wish->address, .id = letter.id};
  const auto count = std::to_string(digest.fresh.size()) + (digest.more ? "+" : "");
  text.subject = "课藏：" + digest.name + "新增 " + count + " 份资源";
  text.text = user->name + "，您好：\n\n" + digest.name + "新增了 " + count + " 份您可以看的资源 · " + count +
              " new resources:\n\n";
  for (const auto& view : digest.fresh) text.text += line_of(view, site_);
  text.text += "不想再收到：登录后在“消息”里改 · To stop these letters: sign in and change it under 消息.\n";
  if (!site_.empty()) text.text += site_ + "/inbox\n";
  return std::optional(std::move(text));
}

Result<void> Postman::deliver(const Letter& letter) {
  KECANG_ASSIGN(const auto text, written(letter));
  if (!text) return notices_.erase_letter(letter.id);
  const auto sent = send_(*text);
  if (sent) return notices_.erase_letter(letter.id);
  if (sent.error().kind() == ErrorKind::invalid) {
    given_up_(letter, sent.error());
    return notices_.erase_letter(letter.id);
  }
  KECANG_ASSIGN(const bool again, notices_.postpone(letter.id));
  if (!again) given_up_(letter, sent.error());
  return {};
}

Result<void> Postman::run() {
  KECANG_TRY(notices_.make_letters(kAtOnce));
  KECANG_ASSIGN(const auto due, notices_.due_letters(kAtOnce));
  for (const auto& letter : due) KECANG_TRY(deliver(letter));
  return {};
}

}  // namespace kecang
