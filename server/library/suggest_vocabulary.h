#pragma once
/// What the vocabulary of schools offers somebody who types: chapters and lessons of textbooks, subjects,
/// grades, editions, types. The same for everybody.
#include <memory>
#include <string>
#include <vector>

#include "schemas/pinyin/typed.h"
#include "schemas/vocab/vocab.h"
#include "server/library/suggest.h"

namespace kecang {

/// Made once for a vocabulary. Any thread may call.
class VocabularySuggestions {
 public:
  explicit VocabularySuggestions(std::shared_ptr<const vocab::Vocabulary> vocabulary);
  /// At most `limit` chapters and lessons, then at most as many of everything else; better matches first,
  /// equal ones as the vocabulary lists them.
  std::vector<SuggestedText> matching(const pinyin::Typed& typed, std::size_t limit) const;
  bool is_of(const std::shared_ptr<const vocab::Vocabulary>& vocabulary) const {
    return vocabulary_ == vocabulary;
  }

 private:
  struct Entry {
    pinyin::Typeable text;
    std::vector<pinyin::Typeable> aliases;
    SuggestedText suggestion;  ///< without ranges
  };
  void add_nodes();
  void add_terms(vocab::Field field, SuggestedKind kind, Facet facet);
  static std::vector<SuggestedText> best(const std::vector<Entry>& entries, const pinyin::Typed& typed,
                                         std::size_t limit);

  const std::shared_ptr<const vocab::Vocabulary> vocabulary_;
  std::vector<Entry> nodes_;
  std::vector<Entry> terms_;
};

}  // namespace kecang
