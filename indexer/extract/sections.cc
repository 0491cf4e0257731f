#include "indexer/extract/sections.h"

#include "indexer/extract/text_form.h"

namespace kecang::extract {

void Sections::paragraph(std::string_view text) {
  if (!section_.empty()) section_ += '\n';
  section_ += text;
}

void Sections::heading(std::string_view text) {
  if (std::string label = normal_label(text); !label.empty()) {
    finish_section();
    label_ = std::move(label);
  }
  paragraph(text);
}

void Sections::finish(std::string_view side_text) {
  finish_section();
  if (sections_ == 0) return out_.segment({}, first_ + '\n' + std::string(side_text));
  emit({}, side_text);
}

// The first section waits: a document that has only one is given whole.
void Sections::finish_section() {
  if (section_.empty()) return;
  if (sections_ == 0 && first_.empty() && label_.empty()) {
    first_ = std::move(section_);
  } else {
    if (sections_ == 0 && !first_.empty()) emit({}, first_);
    emit(label_, section_);
  }
  section_.clear();
}

void Sections::emit(const std::string& label, std::string_view text) {
  out_.segment({.kind = LocatorKind::section, .number = ++sections_, .label = label}, text);
}

}  // namespace kecang::extract
