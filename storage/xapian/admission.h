#pragma once
/// Whom a document is shown to, decided from the columns alone.
#include <span>
#include <vector>

#include "schemas/model/access_scope.h"
#include "storage/index.h"
#include "storage/xapian/columns.h"

namespace kecang::xapian {

class Snapshot;

/// Who is admitted: any term of the scope is on the document and counts for it, and none of them withholds
/// it. What is asked for many documents is prepared once. Any thread may ask.
class Admission {
 public:
  Admission(const Snapshot& snapshot, const AccessScope& scope);
  bool admits(DocumentNumber document) const;

 private:
  /// Of a set of numbers, who belongs to it.
  using Members = std::vector<bool>;
  /// Terms that count for documents with certain values.
  struct Conditional {
    Members held;
    struct Values {
      Facet facet;
      Members members;
      bool wanted;
    };
    std::vector<Values> values;
  };
  static bool holds_any(const Members& held, std::span<const std::uint32_t> numbers);
  Conditional conditional(const Snapshot& snapshot, const ScopeGrant& grant) const;
  void hold(Members& held, const std::string& scope_term) const;
  bool covers(const Conditional& grant, DocumentNumber document) const;
  /// Any of the numbers counts for the document.
  bool counts(DocumentNumber document, std::span<const std::uint32_t> numbers) const;

  const Columns& columns_;
  Members held_;  ///< by number of the admission term
  std::vector<Conditional> grants_;
};

}  // namespace kecang::xapian
