#pragma once
/// The automatic numbers of a Word document: "1.", "A．", "（一）", "2.3". Bullets are no numbers. Not for
/// use by several threads at once.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/word_styles.h"

namespace kecang::extract {

class ListNumbers {
 public:
  /// Of the numbering part; none (nullptr) numbers nothing. `styles` must outlive this.
  ListNumbers(const std::string* xml, const WordStyles& styles);

  /// What stands before the next paragraph of this place, with a space where one is to follow; counts on.
  /// `style` is that of the paragraph.
  std::string next(const ListPlace& place, const std::string& style);

 private:
  static constexpr std::size_t kLevels = 9;
  struct Level {
    int start = 1;
    std::string format = "decimal";
    std::string pattern{};  // "%1.%2"
    std::string style{};    // paragraphs of this style are of this level
    std::optional<int> restarts{};
    bool plain = false;  // all numbers in it are decimal
    bool space_follows = true;
  };
  using Levels = std::array<Level, kLevels>;
  struct Scheme {
    Levels levels{};
    std::string style_link{};  // the scheme is that of this style's list
    std::array<std::optional<std::int64_t>, kLevels> counts{};
  };
  struct List {
    std::string scheme{};
    std::map<std::size_t, Level> levels{};  // in place of the scheme's
    std::map<std::size_t, int> starts{};    // where it begins anew
  };

  void read_scheme(class XmlReader& reader);
  void read_list(XmlReader& reader);
  static void take(const XmlReader& reader, Level& level);
  Scheme* scheme_of(const List& list);
  static const Level& level_of(const List& list, const Scheme& scheme, std::size_t at);
  void count(const ListPlace& place, const List& list, Scheme& scheme, std::size_t at);
  static std::string written(const List& list, const Scheme& scheme, std::size_t at);

  const WordStyles& styles_;
  std::map<std::string, Scheme> schemes_;
  std::map<std::string, List> lists_;
  std::set<std::pair<std::string, std::size_t>> begun_;  // lists and levels whose own start was used
};

}  // namespace kecang::extract
