#pragma once
/// The one place where the engine's exceptions become errors.
#include <type_traits>
#include <utility>

#include "schemas/base/result.h"

namespace kecang::xapian {

/// To be called while an exception is being handled: its error. What is not the engine's and not a lack of
/// memory is thrown on.
Error error_of_current_exception();

/// True while an exception is being handled that says the writer overtook this reader, which then has to
/// reopen.
bool reader_was_overtaken();

/// Runs `body` (which returns a Result) and turns the engine's exceptions into its error.
template <class Body>
std::invoke_result_t<Body> guarded(Body&& body) {
  try {
    return std::forward<Body>(body)();
  } catch (...) {
    return error_of_current_exception();
  }
}

/// As `guarded`, and once more after `reopen` when the writer overtook us.
template <class Body, class Reopen>
std::invoke_result_t<Body> guarded_read(Body&& body, Reopen&& reopen) {
  try {
    return body();
  } catch (...) {
    if (!reader_was_overtaken()) return error_of_current_exception();
  }
  return guarded([&] {
    reopen();
    return body();
  });
}

}  // namespace kecang::xapian
