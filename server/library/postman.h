#pragma once
/// Makes letters of digests whose time has come, and sees to it that each goes out (schemas/notices.md). A
/// letter is a row of the store from the moment the digest is due until the mail server has taken it: none is
/// lost, and one is sent twice only when the process dies between the two. One thread.
#include <functional>
#include <string>

#include "schemas/base/clock.h"
#include "server/access/scope_builder.h"
#include "server/library/digests.h"

namespace kecang {

struct LetterText {
  std::string to;
  std::string subject{};
  std::string text{};
  LetterId id;  ///< of the row: the same letter sent again has the same
};

class Postman {
 public:
  /// Hands one letter to the mail server; an error of kind invalid means that it will never be taken.
  using Send = std::function<Result<void>(const LetterText&)>;
  /// Told of letters that are given up.
  using GivenUp = std::function<void(const Letter&, const Error&)>;
  /// `site` is where the pages are, e.g. https://kecang.example; empty: letters have no links.
  Postman(NoticeCatalog& notices, const Digests& digests, const Directory& directory, const Clock& clock,
          Send send, GivenUp given_up, std::string site)
      : notices_(notices),
        digests_(digests),
        directory_(directory),
        clock_(clock),
        scopes_(directory),
        send_(std::move(send)),
        given_up_(std::move(given_up)),
        site_(std::move(site)) {}

  /// One round: makes what is due and sends what waits; at most kAtOnce of each.
  Result<void> run();
  static constexpr std::size_t kAtOnce = 200;

 private:
  Result<void> deliver(const Letter& letter);
  Result<std::optional<LetterText>> written(const Letter& letter) const;

  NoticeCatalog& notices_;
  const Digests& digests_;
  const Directory& directory_;
  const Clock& clock_;
  const access::ScopeBuilder scopes_;
  const Send send_;
  const GivenUp given_up_;
  const std::string site_;
};

}  // namespace kecang
