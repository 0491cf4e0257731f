#include "schemas/sentences/sentences.h"

#include <algorithm>

namespace kecang {
namespace {

constexpr Sentence kUnknown{"kind.internal", "internal", "系统出错了。", "Something went wrong."};

const Sentence* find(std::string_view code) {
  const auto all = sentences();
  const auto at =
      std::lower_bound(all.begin(), all.end(), code,
                       [](const Sentence& row, std::string_view wanted) { return row.code < wanted; });
  return at != all.end() && at->code == code ? &*at : nullptr;
}

}  // namespace

const Sentence& sentence_for(std::string_view code, ErrorKind kind) {
  if (const auto* exact = find(code)) return *exact;
  const auto* general = find("kind." + std::string(to_string(kind)));
  return general ? *general : kUnknown;
}

std::string filled(std::string_view sentence, const std::map<std::string, std::string>& params) {
  std::string out;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    const auto close = open == std::string_view::npos ? open : sentence.find('}', open);
    if (close == std::string_view::npos) return out.append(sentence);
    out.append(sentence.substr(0, open));
    const auto value = params.find(std::string(sentence.substr(open + 1, close - open - 1)));
    out.append(value == params.end() ? sentence.substr(open, close - open + 1)
                                     : std::string_view(value->second));
    sentence.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace kecang
