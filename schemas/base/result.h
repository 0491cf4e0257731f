#pragma once
/// Errors as values. `Result<T>` is a subset of `std::expected<T, Error>`, so it can become it.
#include <cassert>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kecang {

/// The closed list of what can go wrong. Kind → HTTP status is one switch in server/http/problem.cc.
enum class ErrorKind {
  invalid,          ///< the request or the bytes are wrong; asking again will not help
  unauthenticated,  ///< nobody is signed in
  forbidden,        ///< the viewer can see the thing but may not do this to it
  not_found,        ///< absent, or not visible to this viewer: the two are the same
  conflict,         ///< somebody else changed it, or the state does not allow it
  too_large,        ///< a limit that an operator set was reached
  busy,             ///< try again later
  unavailable,      ///< a part the answer needs is not there (disk full, index being rebuilt)
  corrupt,          ///< stored bytes are not what was written
  internal,         ///< a defect of ours
};

std::string_view to_string(ErrorKind kind);

/// One error: a kind, a stable dotted code (schemas/error-codes.md), parameters for the translated sentence,
/// and a private detail for the operator's log. `detail` never reaches a browser.
class [[nodiscard]] Error {
 public:
  Error(ErrorKind kind, std::string code) : kind_(kind), code_(std::move(code)) {}

  static Error invalid(std::string code) { return {ErrorKind::invalid, std::move(code)}; }
  static Error unauthenticated(std::string code) { return {ErrorKind::unauthenticated, std::move(code)}; }
  static Error forbidden(std::string code) { return {ErrorKind::forbidden, std::move(code)}; }
  static Error not_found(std::string code) { return {ErrorKind::not_found, std::move(code)}; }
  static Error conflict(std::string code) { return {ErrorKind::conflict, std::move(code)}; }
  static Error too_large(std::string code) { return {ErrorKind::too_large, std::move(code)}; }
  static Error busy(std::string code) { return {ErrorKind::busy, std::move(code)}; }
  static Error unavailable(std::string code) { return {ErrorKind::unavailable, std::move(code)}; }
  static Error corrupt(std::string code) { return {ErrorKind::corrupt, std::move(code)}; }
  static Error internal(std::string code) { return {ErrorKind::internal, std::move(code)}; }

  /// The field the error is about, as a JSON pointer or a column name.
  Error&& at(std::string field) && { return std::move(*this).with("field", std::move(field)); }
  /// A parameter of the sentence people read.
  Error&& with(std::string name, std::string value) && {
    params_.insert_or_assign(std::move(name), std::move(value));
    return std::move(*this);
  }
  /// What the operator's log gets in addition.
  Error&& because(std::string detail) && {
    detail_ = std::move(detail);
    return std::move(*this);
  }

  ErrorKind kind() const { return kind_; }
  const std::string& code() const { return code_; }
  const std::map<std::string, std::string>& params() const { return params_; }
  const std::string& detail() const { return detail_; }
  /// For logs: kind, code, parameters and detail in one line.
  std::string describe() const;

 private:
  ErrorKind kind_;
  std::string code_;
  std::map<std::string, std::string> params_;
  std::string detail_;
};

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { return assert(has_value()), std::get<0>(state_); }
  const T& value() const& { return assert(has_value()), std::get<0>(state_); }
  T&& value() && { return assert(has_value()), std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() & { return std::get<1>(state_); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }
  template <class U>
  T value_or(U&& other) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(other));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;
  Result() = default;
  Result(Error error)
      : error_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)
  bool has_value() const { return error_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  Error& error() & { return std::get<1>(error_); }
  const Error& error() const& { return std::get<1>(error_); }
  Error&& error() && { return std::get<1>(std::move(error_)); }

 private:
  std::variant<std::monostate, Error> error_;
};

}  // namespace kecang

#define KECANG_CONCAT_INNER(a, b) a##b
#define KECANG_CONCAT(a, b) KECANG_CONCAT_INNER(a, b)
/// Returns the error of `expr` from the enclosing function, if it has one.
#define KECANG_TRY(expr) KECANG_TRY_INNER(KECANG_CONCAT(kecang_try_, __COUNTER__), expr)
#define KECANG_TRY_INNER(tmp, expr)                             \
  do {                                                          \
    if (auto tmp = (expr); !tmp) return std::move(tmp).error(); \
  } while (false)
/// `KECANG_ASSIGN(auto x, f())`: x becomes f's value, or f's error is returned.
#define KECANG_ASSIGN(decl, expr) KECANG_ASSIGN_INNER(KECANG_CONCAT(kecang_result_, __LINE__), decl, expr)
#define KECANG_ASSIGN_INNER(tmp, decl, expr) \
  auto tmp = (expr);                         \
  if (!tmp) return std::move(tmp).error();   \
  decl = std::move(tmp).value()
