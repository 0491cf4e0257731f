#include "storage/xapian/rights_cache.h"

namespace kecang::xapian {
namespace {

/// With lengths before the parts, so that different rights never look the same.
class Rights {
 public:
  void add(const std::vector<std::string>& list) {
    text_.append(std::to_string(list.size())).append(1, '[');
    for (const auto& one : list) text_.append(std::to_string(one.size())).append(1, ':').append(one);
  }
  void add(Standing standing) { text_.append(std::to_string(static_cast<int>(standing))).append(1, ';'); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string rights_of(const AccessScope& scope) {
  Rights rights;
  rights.add(scope.terms());
  for (const auto& grant : scope.grants()) {
    if (!grant.actions.has(Action::view)) continue;
    for (const auto* list : {&grant.terms, &grant.types, &grant.subjects, &grant.owners, &grant.not_owners})
      rights.add(*list);
    rights.add(grant.least);
  }
  return rights.take();
}

}  // namespace kecang::xapian
