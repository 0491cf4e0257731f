#define PCRE2_CODE_UNIT_WIDTH 8
#include "schemas/vocab/hint_rules.h"

#include <pcre2.h>

#include <utility>

namespace kecang::vocab {
namespace {

/// Enough for any sane rule on any file name; a hostile one stops here.
constexpr std::uint32_t kStepLimit = 20'000;
constexpr std::uint32_t kDepthLimit = 1'000;
constexpr std::size_t kMatchesPerRule = 4;

template <auto release>
struct Releaser {
  template <class T>
  void operator()(T* held) const {
    release(held);
  }
};
using Code = std::unique_ptr<pcre2_code, Releaser<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Releaser<pcre2_match_data_free>>;
using Limits = std::unique_ptr<pcre2_match_context, Releaser<pcre2_match_context_free>>;

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::string message_of(int code) {
  std::uint8_t text[160] = {};
  pcre2_get_error_message(code, text, sizeof text);
  return reinterpret_cast<const char*>(text);
}

std::vector<std::pair<std::string, std::uint32_t>> groups_of(const pcre2_code& code) {
  std::uint32_t count = 0;
  std::uint32_t entry_bytes = 0;
  const std::uint8_t* entry = nullptr;
  pcre2_pattern_info(&code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(&code, PCRE2_INFO_NAMEENTRYSIZE, &entry_bytes);
  pcre2_pattern_info(&code, PCRE2_INFO_NAMETABLE, &entry);
  std::vector<std::pair<std::string, std::uint32_t>> groups;
  for (std::uint32_t i = 0; i < count; ++i, entry += entry_bytes)
    groups.emplace_back(reinterpret_cast<const char*>(entry + 2),
                        static_cast<std::uint32_t>(entry[0] << 8 | entry[1]));
  return groups;
}

}  // namespace

class HintRules::Rule {
 public:
  explicit Rule(Code code) : code_(std::move(code)), groups_(groups_of(*code_)) {}

  void find(std::string_view part, pcre2_match_context& limits, std::vector<HintMatch>& matches) const {
    const MatchData data(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
    if (!data) return;
    std::size_t at = 0;
    for (std::size_t count = 0; count < kMatchesPerRule && at <= part.size(); ++count) {
      if (pcre2_match(code_.get(), bytes_of(part), part.size(), at, 0, data.get(), &limits) <= 0) return;
      const auto* offsets = pcre2_get_ovector_pointer(data.get());
      matches.push_back(match_of(part, offsets));
      if (offsets[1] <= at) return;  // an empty match would be found for ever
      at = offsets[1];
    }
  }

 private:
  HintMatch match_of(std::string_view part, const std::size_t* offsets) const {
    const auto slice = [&](std::uint32_t group) {
      return std::string(part.substr(offsets[2 * group], offsets[2 * group + 1] - offsets[2 * group]));
    };
    HintMatch match{slice(0), {}};
    for (const auto& [name, group] : groups_)
      if (offsets[2 * group] != PCRE2_UNSET) match.groups.emplace(name, slice(group));
    return match;
  }

  Code code_;
  std::vector<std::pair<std::string, std::uint32_t>> groups_;
};

HintRules::HintRules() = default;
HintRules::~HintRules() = default;
HintRules::HintRules(HintRules&&) noexcept = default;
HintRules& HintRules::operator=(HintRules&&) noexcept = default;

Result<void> HintRules::add(const std::string& expression) {
  int error = 0;
  std::size_t at = 0;
  Code code(pcre2_compile(bytes_of(expression), expression.size(), PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS,
                          &error, &at, nullptr));
  if (!code) return Error::invalid("vocab.malformed").with("place", expression + ": " + message_of(error));
  rules_.emplace_back(std::move(code));
  return {};
}

std::vector<HintMatch> HintRules::find(std::string_view part) const {
  std::vector<HintMatch> matches;
  const Limits limits(pcre2_match_context_create(nullptr));
  if (!limits) return matches;
  pcre2_set_match_limit(limits.get(), kStepLimit);
  pcre2_set_depth_limit(limits.get(), kDepthLimit);
  for (const auto& rule : rules_) rule.find(part, *limits, matches);
  return matches;
}

}  // namespace kecang::vocab
