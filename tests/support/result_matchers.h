#pragma once
/// Assertions over Result that print the error.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "schemas/base/result.h"

namespace kecang {

/// How GoogleTest prints a result.
template <class T>
void PrintTo(const Result<T>& result, std::ostream* out) {
  *out << (result ? "ok" : result.error().describe());
}

}  // namespace kecang

namespace kecang::test {

MATCHER(IsOk, "is ok") {
  if (!arg) *result_listener << arg.error().describe();
  return arg.has_value();
}

/// An error of this kind and code.
MATCHER_P2(FailsWith, kind, code, "fails with " + std::string(to_string(kind)) + "/" + code) {
  return !arg && arg.error().kind() == kind && arg.error().code() == code;
}

}  // namespace kecang::test

#define EXPECT_OK(expr) EXPECT_THAT((expr), ::kecang::test::IsOk())
#define ASSERT_OK(expr) ASSERT_THAT((expr), ::kecang::test::IsOk())
