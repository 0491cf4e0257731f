#include "server/http/router.h"

#include <algorithm>

#include "server/http/head.h"

namespace kecang::http {
namespace {

/// Takes the part up to the next '/' off `path`, which starts with '/'.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

Params named(std::string_view pattern, const std::vector<std::string_view>& values) {
  Params params;
  auto value = values.begin();
  while (!pattern.empty() && value != values.end()) {
    const auto segment = next_segment(pattern);
    if (segment.starts_with(':') || segment.starts_with('*'))
      params.emplace_back(segment.substr(1), std::string(*value++));
  }
  return params;
}

std::string allow_list(const std::map<Method, const Route*>& routes) {
  std::string list;
  for (const auto& [method, route] : routes) {
    if (!list.empty()) list += ", ";
    list += to_string(method);
    if (method == Method::get && !routes.contains(Method::head)) list += ", HEAD";
  }
  return list;
}

const Route* route_for(const std::map<Method, const Route*>& routes, Method method) {
  if (const auto at = routes.find(method); at != routes.end()) return at->second;
  if (method == Method::head) return route_for(routes, Method::get);
  return nullptr;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const auto& route : routes_) insert(route);
}

void Router::insert(const Route& route) {
  auto* node = &root_;
  std::string_view path = route.pattern;
  while (!path.empty()) {
    const auto segment = next_segment(path);
    if (segment.starts_with('*')) {
      node->rest_routes.emplace(route.method, &route);
      return;
    }
    auto& next = segment.starts_with(':') ? node->any : node->fixed[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  node->routes.emplace(route.method, &route);
}

const std::map<Method, const Route*>* Router::find(const Node& node, std::string_view path, Values& values) {
  if (path.empty()) return node.routes.empty() ? nullptr : &node.routes;
  auto rest = path;
  const auto segment = next_segment(rest);
  if (const auto next = node.fixed.find(segment); next != node.fixed.end())
    if (const auto* found = find(*next->second, rest, values)) return found;
  if (node.any && !segment.empty()) {
    values.push_back(segment);
    if (const auto* found = find(*node.any, rest, values)) return found;
    values.pop_back();
  }
  if (node.rest_routes.empty()) return nullptr;
  values.push_back(path.substr(1));
  return &node.rest_routes;
}

Match Router::match(Method method, std::string_view path) const {
  Values values;
  Match match;
  const auto* routes = path.starts_with('/') ? find(root_, path, values) : nullptr;
  if (!routes) return match;
  match.route = route_for(*routes, method);
  if (match.route)
    match.params = named(match.route->pattern, values);
  else
    match.allow = allow_list(*routes);
  return match;
}

}  // namespace kecang::http
