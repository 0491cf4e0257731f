#pragma once
/// The documents that hold enough of a query and that a viewer may see, before any filter.
#include <span>
#include <vector>

#include "storage/index.h"
#include "storage/xapian/columns.h"
#include "storage/xapian/query_plan.h"

namespace kecang::xapian {

class Snapshot;

/// Who is admitted: any term of the scope is on the document and counts for it, none of them withholds it,
/// and it is not excluded. What is asked for many documents is prepared once. Any thread may ask.
class Admission {
 public:
  /// May throw the engine's exceptions.
  Admission(const Snapshot& snapshot, const AccessScope& scope, const std::vector<ResourceId>& excluded);
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
  std::vector<DocumentNumber> excluded_;
};

/// Document numbers, ascending.
using Documents = std::vector<DocumentNumber>;

/// Whether ways by sound count.
enum class Sounds : bool { overlooked, count };

/// Documents whose units weigh `least` (above 0) together. May throw the engine's exceptions.
Documents holding_units(const Snapshot& snapshot, const std::vector<Unit>& units, Sounds sounds, double least,
                        const Admission& admission);
/// Documents that hold any of the terms, or all if there is none. May throw the engine's exceptions.
Documents holding_anything(const Snapshot& snapshot, const std::vector<std::string>& terms,
                           const Admission& admission);
/// Leaves those that hold every phrase literally. May throw the engine's exceptions.
void keep_phrases(const Snapshot& snapshot, const std::vector<Phrase>& phrases, Documents& documents);

}  // namespace kecang::xapian
