#pragma once
/// One line of the route list: who may call what with how large a body, and the function that answers.
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "server/access/sessions.h"
#include "server/api/services.h"
#include "server/http/call.h"
#include "storage/catalog/actor.h"

namespace kecang::api {

/// Who may call. There is no default: a route without a level does not compile.
enum class Level {
  anyone,         ///< anybody
  account,        ///< who is signed in, even with a password that has to be changed first
  viewer,         ///< who is signed in, or brings a token
  administrator,  ///< of the installation
  internal,       ///< the indexer, by its token; absent for everybody else
};

/// Who calls, after the checks of the level.
struct Caller {
  const access::Viewer& viewer;
  Actor actor;
  const access::Caller& identity;
};

using OpenHandler = http::Reply (*)(http::Call&, const Services&);
using CallerHandler = http::Reply (*)(http::Call&, const Services&, const Caller&);

struct Endpoint {
  http::Method method;
  std::string pattern;
  Level level;
  std::uint64_t body_limit;
  std::variant<OpenHandler, CallerHandler> handler;
};

/// The whole API.
std::vector<Endpoint> endpoints();

/// The list as the HTTP server takes it, each handler behind the checks of its level. `services` must outlive
/// it. `largest_upload` is what a piece of an upload may have at most.
std::vector<http::Route> routes(const Services& services, std::uint64_t largest_upload);

}  // namespace kecang::api
