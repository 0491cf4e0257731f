#pragma once
/// Which texts are nearly the same, and which names are of one document: what versions of a lesson are found
/// by. Any thread may call.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kecang {

/// A text's MinHash (Broder 1997): how many places of two sketches agree is about how much of their wording
/// the texts share. Case, width, script and everything that is no letter or digit do not matter.
class TextSketch {
 public:
  static constexpr std::size_t kPlaces = 16;
  /// From so many shared places on two texts are nearly the same.
  static constexpr std::size_t kNearlySame = 13;
  /// Two nearly equal texts share one of so many bands in 98 of 100 cases.
  static constexpr std::size_t kBands = 4;

  /// Empty for texts too short to tell.
  static TextSketch of(const std::vector<std::string_view>& text);
  /// As `hex` gave it; anything else is the empty sketch.
  static TextSketch from(std::string_view hex);

  bool empty() const { return empty_; }
  std::size_t agreeing(const TextSketch& other) const;
  bool nearly_same(const TextSketch& other) const { return agreeing(other) >= kNearlySame; }
  /// How much of their wording the texts share, as far as the sketches tell: 0 to 1, within about .12.
  double share(const TextSketch& other) const {
    return static_cast<double>(agreeing(other)) / static_cast<double>(kPlaces);
  }
  /// From so many shared places on one text is likely a version of the other: half of it is the same.
  static constexpr std::size_t kAlike = 8;
  /// One number for every two places, their place in it: texts that share half of their wording have one in
  /// common in 90 of 100 cases, two thirds in 99.
  static constexpr std::size_t kPairs = kPlaces / 2;
  std::vector<std::uint64_t> pairs() const;
  /// One number a band; none for the empty sketch.
  std::vector<std::uint64_t> bands() const;
  /// 128 hexadecimal digits, none for the empty sketch.
  std::string hex() const;

 private:
  std::array<std::uint32_t, kPlaces> places_{};
  bool empty_ = true;
};

/// The name of a file without what marks its versions (修改, 终稿, v2, (1), a date, 副本 …), with the family
/// of its format. Empty when too little is left to tell documents apart.
std::string version_stem(std::string_view path);

}  // namespace kecang
