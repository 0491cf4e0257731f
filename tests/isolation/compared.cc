#include "tests/isolation/compared.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace kecang::test {
namespace {

std::atomic<std::uint64_t> pairs_compared{0};
std::atomic<std::uint64_t> worlds_looked_at{0};

class Report : public ::testing::Environment {
 public:
  void TearDown() override {
    std::cout << "isolation: " << pairs_compared << " pairs of answers compared in " << worlds_looked_at
              << " worlds\n";
  }
};

const auto* const kReport = ::testing::AddGlobalTestEnvironment(new Report);

unsigned number(const char* name, unsigned fallback) {
  const char* text = std::getenv(name);
  return text ? static_cast<unsigned>(std::stoul(text)) : fallback;
}

}  // namespace

void count_compared(std::uint64_t pairs) {
  pairs_compared += pairs;
}

void count_world() {
  ++worlds_looked_at;
}

std::vector<unsigned> fresh_seeds() {
  const auto first = number("KECANG_ISOLATION_SEED", std::random_device{}());
  std::vector<unsigned> seeds;
  for (unsigned i = 0; i < number("KECANG_ISOLATION_WORLDS", 1); ++i) seeds.push_back(first + i);
  std::cout << "seed " << first << "\n";
  return seeds;
}

}  // namespace kecang::test
