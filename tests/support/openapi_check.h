#pragma once
/// Checks answers of a live server against schemas/openapi.yaml: the status must be declared for the
/// operation, and a JSON body must fit the declared schema. Link openapi_check
/// (tests/support/CMakeLists.txt). Any thread may call.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/http_client.h"

namespace kecang::testing {

class OpenApi {
 public:
  /// Reads the contract; throws std::runtime_error where it is no OpenAPI document.
  explicit OpenApi(const std::string& yaml_file);
  ~OpenApi();
  OpenApi(const OpenApi&) = delete;
  OpenApi& operator=(const OpenApi&) = delete;

  /// Empty if `answer` to `method path` is what the contract promises, else what is wrong with it.
  std::string complaint(std::string_view method, std::string_view path, const HttpAnswer& answer) const;
  /// The `METHOD /path` of the contract that a request is; empty if there is none.
  std::string operation(std::string_view method, std::string_view path) const;
  /// Every `METHOD /path` of the contract, parameters in braces.
  std::vector<std::string> operations() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kecang::testing
