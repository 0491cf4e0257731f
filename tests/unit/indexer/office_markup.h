#pragma once
/// Pieces of Office markup that tests put together. Header only.
#include <string>
#include <string_view>

namespace kecang::testing {

/// `<w:r>` with one text.
inline std::string run(std::string_view text, std::string_view properties = "") {
  return "<w:r><w:rPr>" + std::string(properties) + "</w:rPr><w:t>" + std::string(text) + "</w:t></w:r>";
}

/// `<w:p>` with these runs and paragraph properties.
inline std::string p(std::string_view runs, std::string_view properties = "") {
  return "<w:p><w:pPr>" + std::string(properties) + "</w:pPr>" + std::string(runs) + "</w:p>";
}

/// `<a:p>` with one run.
inline std::string ap(std::string_view text) {
  return "<a:p><a:r><a:t>" + std::string(text) + "</a:t></a:r></a:p>";
}

/// The data of SmartArt with one point.
inline std::string diagram(std::string_view text) {
  return "<dgm:dataModel><dgm:ptLst><dgm:pt><dgm:t> <a:bodyPr/> <a:p><a:r><a:t>" + std::string(text) +
         "</a:t></a:r></a:p> </dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>";
}

/// A chart with a title, two series and their categories.
inline std::string chart() {
  const auto named = [](std::string_view name) {
    return "<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:pt><c:v>" + std::string(name) +
           "</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt><c:v>一月</c:v></"
           "c:pt>"
           "<c:pt><c:v>二月</c:v></c:pt></c:strCache></c:strRef></"
           "c:cat><c:val><c:numRef><c:numCache><c:pt><c:v>"
           "4.3</c:v></c:pt></c:numCache></c:numRef></c:val>";
  };
  return "<c:chartSpace><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>降水</a:t></a:r><a:r><a:t>统计</a:t></"
         "a:r>"
         "</a:p></c:rich></c:tx></c:title><c:ser>" +
         named("北京") + "</c:ser><c:ser>" + named("上海") + "</c:ser></c:chart></c:chartSpace>";
}

}  // namespace kecang::testing
