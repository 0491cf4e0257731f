#pragma once
/// What concurrent transactions saw and wrote, and whether some order of them explains it.
#include <cstddef>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <vector>

namespace kecang::test {

/// One committed transaction. Every value ever written is written once, so a value names its writer; "" is
/// "absent". A key is read before it is written, so `seen` gives each key's versions their order.
struct Committed {
  std::map<std::string, std::string> seen;
  std::map<std::string, std::string> wrote;
};

/// Adya's serialisation graph: an edge from a to b where a must come first. Serialisable exactly if it has no
/// cycle.
class History {
 public:
  explicit History(std::vector<Committed> transactions) : transactions_(std::move(transactions)) {}

  bool is_serialisable() const {
    std::vector<std::set<std::size_t>> after(transactions_.size());
    const auto writers = writers_of_versions();
    const auto overwriters = overwriters_of_versions();
    for (std::size_t reader = 0; reader < transactions_.size(); ++reader) {
      for (const auto& [key, value] : transactions_[reader].seen) {
        if (const auto writer = writers.find({key, value}); writer != writers.end()) {
          after[writer->second].insert(reader);
        }
        const auto [first, last] = overwriters.equal_range({key, value});
        for (auto next = first; next != last; ++next) {
          if (next->second != reader) after[reader].insert(next->second);
        }
      }
    }
    return has_an_order(after);
  }

 private:
  using Version = std::pair<std::string, std::string>;

  std::map<Version, std::size_t> writers_of_versions() const {
    std::map<Version, std::size_t> writers;
    for (std::size_t i = 0; i < transactions_.size(); ++i) {
      for (const auto& version : transactions_[i].wrote) writers.emplace(version, i);
    }
    return writers;
  }

  /// Two that replaced the same version (a lost update) point at each other: a cycle, as it should be.
  std::multimap<Version, std::size_t> overwriters_of_versions() const {
    std::multimap<Version, std::size_t> overwriters;
    for (std::size_t i = 0; i < transactions_.size(); ++i) {
      for (const auto& [key, value] : transactions_[i].wrote) {
        overwriters.emplace(Version{key, transactions_[i].seen.at(key)}, i);
      }
    }
    return overwriters;
  }

  static bool has_an_order(const std::vector<std::set<std::size_t>>& after) {
    std::vector<std::size_t> before(after.size());
    for (const auto& followers : after) {
      for (const auto follower : followers) ++before[follower];
    }
    std::queue<std::size_t> free;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i] == 0) free.push(i);
    }
    std::size_t ordered = 0;
    for (; !free.empty(); free.pop(), ++ordered) {
      for (const auto follower : after[free.front()]) {
        if (--before[follower] == 0) free.push(follower);
      }
    }
    return ordered == after.size();
  }

  std::vector<Committed> transactions_;
};

}  // namespace kecang::test
