#include <iostream>

#include "schemas/sentences/sentences.h"
#include "server/main/commands.h"

namespace kecang {

void complain(const Error& error) {
  const auto& sentence = sentence_for(error.code(), error.kind());
  std::cerr << filled(sentence.zh, error.params()) << '\n'
            << filled(sentence.en, error.params()) << '\n'
            << "  [" << error.describe() << "]\n";
}

Exit exit_for(const Error& error) {
  if (error.code().starts_with("config.")) return Exit::configuration;
  const bool about_words = error.kind() == ErrorKind::invalid;
  return about_words ? Exit::usage : Exit::environment;
}

}  // namespace kecang
