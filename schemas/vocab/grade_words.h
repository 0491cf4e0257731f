#pragma once
/// The ways to write a grade that are numbers and not names: 初二, 高一下, 八上, 8年级.
#include <cstddef>
#include <string_view>
#include <vector>

namespace kecang::vocab {

struct GradeWords {
  std::size_t begin = 0;  ///< code points
  std::size_t end = 0;
  int order = 0;         ///< 1 to 12
  char32_t volume = 0;   ///< 上, 下 or 0
  bool is_sure = false;  ///< it says 年级 or a volume; otherwise what stands around it decides
};

/// All of them in normalised text, by place.
std::vector<GradeWords> grade_words(std::u32string_view text);

/// Whether 上 or 下 before `end` is the volume of a book: not in 上海, 下午, 上面.
bool ends_a_volume(std::u32string_view text, std::size_t end);

}  // namespace kecang::vocab
