#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

constexpr std::size_t kMostBytes = 16 * 1024 * 1024;

Json terms_json(const std::vector<vocab::VocabularyTerm>& terms) {
  auto array = Json::array();
  for (const auto& term : terms) {
    Json one{{"name", term.name}, {"aliases", term.aliases}};
    if (!term.stage.empty()) one["stage"] = term.stage;
    array.push_back(std::move(one));
  }
  return array;
}

}  // namespace

http::Reply get_vocabulary(http::Call&, const Services& services, const Caller&) {
  using vocab::Field;
  const auto now = services.vocabulary.current();
  return http::Reply::json({{"stages", terms_json(now->terms(Field::stage))},
                            {"grades", terms_json(now->terms(Field::grade))},
                            {"volumes", terms_json(now->terms(Field::volume))},
                            {"subjects", terms_json(now->terms(Field::subject))},
                            {"editions", terms_json(now->terms(Field::edition))},
                            {"types", terms_json(now->terms(Field::type))}});
}

http::Reply put_vocabulary(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto json, call.json(kMostBytes));
  KECANG_REPLY_TRY(services.administration.replace_vocabulary(caller.actor, call.param("file"), json));
  return http::Reply::empty();
}

}  // namespace kecang::api
