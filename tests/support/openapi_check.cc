#include "tests/support/openapi_check.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace kecang::testing {
namespace {

using nlohmann::json;

json scalar(const YAML::Node& node) {
  if (node.Tag() == "!") return node.Scalar();  // quoted
  bool truth = false;
  if (YAML::convert<bool>::decode(node, truth)) return truth;
  std::int64_t whole = 0;
  if (YAML::convert<std::int64_t>::decode(node, whole)) return whole;
  double number = 0;
  if (YAML::convert<double>::decode(node, number)) return number;
  return node.Scalar();
}

json to_json(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return scalar(node);
    case YAML::NodeType::Sequence: {
      auto array = json::array();
      for (const auto& item : node) array.push_back(to_json(item));
      return array;
    }
    case YAML::NodeType::Map: {
      auto object = json::object();
      for (const auto& member : node) object[member.first.Scalar()] = to_json(member.second);
      return object;
    }
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
      break;
  }
  return nullptr;
}

std::vector<std::string> parts_of(std::string_view path) {
  path = path.substr(0, path.find('?'));
  std::vector<std::string> parts;
  while (!path.empty()) {
    const auto slash = std::min(path.find('/', 1), path.size());
    parts.emplace_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  return parts;
}

/// How many parts are literally equal; -1 if the path does not fit the pattern.
int closeness(std::string_view pattern, std::string_view path) {
  const auto wanted = parts_of(pattern);
  const auto given = parts_of(path);
  if (wanted.size() != given.size()) return -1;
  int equal = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == given[i])
      ++equal;
    else if (!wanted[i].starts_with("/{"))
      return -1;
  }
  return equal;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string errors_of(valijson::ValidationResults& results) {
  std::string all;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const auto& step : error.context) all += step;
    all += ": " + error.description + "; ";
  }
  return all;
}

}  // namespace

class OpenApi::Impl {
 public:
  explicit Impl(const std::string& file) : document_(to_json(YAML::LoadFile(file))) {
    if (!document_.contains("paths")) throw std::runtime_error(file + " has no paths");
  }

  std::string complaint(std::string_view method, std::string_view path, const HttpAnswer& answer) const {
    const auto* operation = operation_of(method, path);
    if (operation == nullptr) return "the contract knows no " + std::string(method) + ' ' + std::string(path);
    const auto status = std::to_string(answer.status);
    const auto& responses = operation->at("responses");
    if (!responses.contains(status)) return "status " + status + " is not declared";
    const auto& response = resolved(responses.at(status));
    const auto type = answer.header("content-type").substr(0, answer.header("content-type").find(';'));
    if (!response.contains("content"))
      return answer.body.empty() || method == "HEAD" ? "" : "a body is not declared";
    if (method == "HEAD") return "";
    const auto& content = response.at("content");
    if (!content.contains(type))
      return content.contains("application/octet-stream") ? "" : "type " + type + " is not declared";
    if (type.find("json") == std::string::npos) return "";
    return misfit(content.at(type).at("schema"), answer.body);
  }

  std::string operation(std::string_view method, std::string_view path) const {
    return operation_of(method, path) == nullptr ? "" : std::string(method) + ' ' + pattern_of(path);
  }

  std::vector<std::string> operations() const {
    std::vector<std::string> all;
    for (const auto& [path, methods] : document_.at("paths").items())
      for (const auto& [method, operation] : methods.items()) {
        std::string name = method;
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        all.push_back(name + ' ' + path);
      }
    return all;
  }

 private:
  /// The pattern that fits best; empty if none does.
  std::string pattern_of(std::string_view path) const {
    std::string best;
    int best_closeness = -1;
    for (const auto& [pattern, methods] : document_.at("paths").items()) {
      const int fit = closeness(pattern, path);
      if (fit <= best_closeness) continue;
      best_closeness = fit;
      best = pattern;
    }
    return best;
  }

  const json* operation_of(std::string_view method, std::string_view path) const {
    const auto pattern = pattern_of(path);
    if (pattern.empty()) return nullptr;
    const auto& methods = document_.at("paths").at(pattern);
    const auto found = methods.find(lower(method));
    return found == methods.end() ? nullptr : &*found;
  }

  const json& resolved(const json& node) const {
    if (!node.contains("$ref")) return node;
    return document_.at(json::json_pointer(node.at("$ref").get<std::string>().substr(1)));
  }

  std::string misfit(const json& schema, const std::string& body) const {
    const auto value = json::parse(body, nullptr, false);
    if (value.is_discarded()) return "the body is no JSON";
    // References point into the document: the schema is given to the parser together with all of them.
    json root = schema;
    root["components"] = document_.at("components");
    valijson::Schema compiled;
    const valijson::adapters::NlohmannJsonAdapter root_adapter(root);
    valijson::SchemaParser().populateSchema(root_adapter, compiled);
    valijson::Validator validator;
    valijson::ValidationResults results;
    const valijson::adapters::NlohmannJsonAdapter value_adapter(value);
    return validator.validate(compiled, value_adapter, &results) ? "" : errors_of(results);
  }

  json document_;
};

OpenApi::OpenApi(const std::string& yaml_file) : impl_(std::make_unique<Impl>(yaml_file)) {}
OpenApi::~OpenApi() = default;

std::string OpenApi::complaint(std::string_view method, std::string_view path,
                               const HttpAnswer& answer) const {
  return impl_->complaint(method, path, answer);
}
std::string OpenApi::operation(std::string_view method, std::string_view path) const {
  return impl_->operation(method, path);
}
std::vector<std::string> OpenApi::operations() const {
  return impl_->operations();
}

}  // namespace kecang::testing
