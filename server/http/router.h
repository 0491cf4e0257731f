#pragma once
/// Which route answers a path. Fixed parts win over `:name`, `:name` over `*rest`. Immutable after
/// construction.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/call.h"

namespace kecang::http {

using Params = std::vector<std::pair<std::string, std::string>>;

struct Match {
  const Route* route = nullptr;  ///< nullptr: no route has this path and method
  Params params;
  std::string allow;  ///< the methods the path has, when it exists without this one; else empty
};

class Router {
 public:
  explicit Router(std::vector<Route> routes);
  /// HEAD is answered by the GET route where there is no HEAD route.
  Match match(Method method, std::string_view path) const;

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> any;
    std::map<Method, const Route*> routes;       ///< of paths that end here
    std::map<Method, const Route*> rest_routes;  ///< of `*rest` from here on
  };
  using Values = std::vector<std::string_view>;

  void insert(const Route& route);
  static const std::map<Method, const Route*>* find(const Node& node, std::string_view path, Values& values);

  std::vector<Route> routes_;
  Node root_;
};

}  // namespace kecang::http
