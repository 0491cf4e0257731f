#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

constexpr std::int64_t kUsualDays = 90;
constexpr std::int64_t kMostDays = 365;

struct TokenRequest {
  std::string name;
  std::int64_t days = kUsualDays;
};
template <class V>
void describe(V& v, TokenRequest& t) {
  v("name", t.name);
  v("days", t.days);
}

}  // namespace

http::Reply get_tokens(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto tokens, services.sessions.tokens(caller.identity));
  auto items = Json::array();
  for (const auto& token : tokens) items.push_back(to_json(token));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply post_token(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto request, body_as<TokenRequest>(call));
  if (request.days < 1 || request.days > kMostDays)
    return http::Reply::problem(Error::invalid("value.out_of_range")
                                    .at("days")
                                    .with("least", "1")
                                    .with("most", std::to_string(kMostDays)));
  KECANG_REPLY_ASSIGN(const auto made,
                      services.sessions.create_token(caller.identity, request.name,
                                                     std::chrono::hours{24 * request.days}, call.remote()));
  return http::Reply::json({{"token", to_json(made.token)}, {"secret", made.secret}}, 201);
}

http::Reply delete_token(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<TokenId>(call));
  KECANG_REPLY_TRY(services.sessions.revoke_token(caller.identity, id, call.remote()));
  return http::Reply::empty();
}

}  // namespace kecang::api
