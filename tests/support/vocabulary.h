#pragma once
/// The vocabulary the product comes with.
#include "server/library/vocabulary.h"
#include "tests/support/catalogue.h"

namespace kecang::test {

inline const LiveVocabulary& seed_vocabulary() {
  static const auto loaded = must(LiveVocabulary::load(KECANG_VOCAB_DIR, {}));
  return *loaded;
}

}  // namespace kecang::test
