#include "schemas/vocab/vocab.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "schemas/base/text.h"
#include "schemas/vocab/guesser.h"
#include "schemas/vocab/hint_rules.h"
#include "schemas/vocab/lexicon.h"
#include "schemas/vocab/mark_reader.h"

namespace kecang::vocab {
namespace {

constexpr std::size_t kFileBytes = 16 * 1024 * 1024;
constexpr std::size_t kTitleBytes = 240;

Error in_file(Error error, const std::string& file) {
  return std::move(error).with("file", file + ".json");
}

/// Nothing if there is no such file.
Result<std::optional<Json>> read(const std::filesystem::path& folder, const std::string& name) {
  if (folder.empty()) return std::optional<Json>();
  std::ifstream file(folder / (name + ".json"), std::ios::binary);
  if (!file) return std::optional<Json>();
  std::string bytes;
  for (char c = 0; bytes.size() <= kFileBytes && file.get(c);) bytes += c;
  if (bytes.size() > kFileBytes) return Error::invalid("vocab.malformed").with("place", "size");
  KECANG_ASSIGN(auto json, parse_json(bytes));
  return std::optional(std::move(json));
}

Result<void> add_file(Lexicon& lexicon, const std::filesystem::path& seeds,
                      const std::filesystem::path& replacements, const std::string& name) {
  KECANG_ASSIGN(auto content, read(replacements, name));
  if (!content) {
    KECANG_ASSIGN(content, read(seeds, name));
  }
  return content ? lexicon.add(name, *content) : Result<void>();
}

Tag tag_of(const Guesses& guesses, Field field) {
  const auto found = guesses.find(field);
  if (found == guesses.end()) return {};
  return {found->second.value, found->second.confidence, found->second.source};
}

}  // namespace

struct Vocabulary::State {
  Lexicon lexicon;
  std::optional<MarkReader> marks;  ///< once the lexicon is whole
};

Vocabulary::Vocabulary(std::unique_ptr<State> state) : state_(std::move(state)) {}
Vocabulary::Vocabulary(Vocabulary&&) noexcept = default;
Vocabulary& Vocabulary::operator=(Vocabulary&&) noexcept = default;
Vocabulary::~Vocabulary() = default;

const std::vector<std::string>& Vocabulary::files() {
  return lexicon_files();
}

Result<Vocabulary> Vocabulary::load(const std::filesystem::path& seeds,
                                    const std::filesystem::path& replacements) {
  auto state = std::make_unique<State>();
  for (const auto& name : files())
    if (auto added = add_file(state->lexicon, seeds, replacements, name); !added)
      return in_file(std::move(added).error(), name);
  state->marks.emplace(state->lexicon);
  return Vocabulary(std::move(state));
}

Result<void> Vocabulary::check(std::string_view name, const Json& content) {
  Lexicon lexicon;
  if (auto added = lexicon.add(name, content); !added)
    return in_file(std::move(added).error(), std::string(name));
  return {};
}

Guesses Vocabulary::guess(std::string_view path, std::string_view text) const {
  return Guesser(state_->lexicon).run(path, text);
}

const MarkReader& Vocabulary::mark_reader() const {
  return *state_->marks;
}

std::string Vocabulary::lesson_like(std::string_view normalised) const {
  return state_->lexicon.lessons.like(text::to_utf32(normalised));
}

const std::vector<TextbookNode>& Vocabulary::nodes() const {
  return state_->lexicon.nodes;
}

const std::vector<VocabularyTerm>& Vocabulary::terms(Field field) const {
  static const std::vector<VocabularyTerm> none;
  const auto found = state_->lexicon.terms.find(field);
  return found == state_->lexicon.terms.end() ? none : found->second;
}

ResourceTags tags_of(const Guesses& guesses) {
  return {.type = tag_of(guesses, Field::type),
          .stage = tag_of(guesses, Field::stage),
          .subject = tag_of(guesses, Field::subject),
          .grade = tag_of(guesses, Field::grade),
          .volume = tag_of(guesses, Field::volume),
          .edition = tag_of(guesses, Field::edition),
          .year = tag_of(guesses, Field::year),
          .node = tag_of(guesses, guesses.contains(Field::node) ? Field::node : Field::lesson)};
}

std::string title_of(std::string_view path) {
  static const HintRules copy_marks = [] {
    HintRules rules;
    // The copy mark a system or a hasty person left at the end of a name.
    [[maybe_unused]] const auto added = rules.add(R"(\s*(?:[(（]\d+[)）]|-\s*副本|_?copy)+$)");
    return rules;
  }();
  auto name = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
  const auto whole = name;
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos && dot > 0) name = name.substr(0, dot);
  const auto valid = text::nfc(name);
  std::string_view title = valid;
  for (const auto& mark : copy_marks.find(title))
    if (mark.whole.size() < title.size()) title.remove_suffix(mark.whole.size());
  return title.empty() ? std::string(text::clip(whole, kTitleBytes))
                       : std::string(text::clip(title, kTitleBytes));
}

}  // namespace kecang::vocab
