#include "indexer/extract/sections.h"

#include <utility>

#include "indexer/extract/text_form.h"

namespace kecang::extract {

void Sections::paragraph(PicturedText text) {
  if (!section_.text.empty()) section_ += "\n";
  section_ += std::move(text);
}

void Sections::heading(PicturedText text) {
  if (std::string label = normal_label(text.text); !label.empty()) {
    finish_section();
    label_ = std::move(label);
  }
  paragraph(std::move(text));
}

void Sections::finish(std::string_view side_text) {
  finish_section();
  if (sections_ > 0) return emit({}, {.text = std::string(side_text)});
  first_ += "\n";
  first_ += side_text;
  out_.segment({}, first_.text, std::move(first_.pictures));
}

// The first section waits: a document that has only one is given whole. Pictures alone are no section.
void Sections::finish_section() {
  if (section_.text.empty()) return;
  if (sections_ == 0 && first_.text.empty() && label_.empty()) {
    first_ = std::exchange(section_, {});
    return;
  }
  if (sections_ == 0 && !first_.text.empty()) emit({}, std::exchange(first_, {}));
  emit(label_, std::exchange(section_, {}));
}

void Sections::emit(const std::string& label, PicturedText text) {
  out_.segment({.kind = LocatorKind::section, .number = ++sections_, .label = label}, text.text,
               std::move(text.pictures));
}

}  // namespace kecang::extract
