#pragma once
/// What the `suggestions` part holds: a document for each resource's title, and one for each name.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/index.h"

namespace Xapian {
class Document;
class WritableDatabase;
}  // namespace Xapian

namespace kecang::xapian {

/// The document of a resource's title. May throw the engine's exceptions.
Xapian::Document build_suggestion(const IndexDocument& from);

/// One thread. May throw the engine's exceptions; must not be used any more then.
class SuggestWriter {
 public:
  explicit SuggestWriter(Xapian::WritableDatabase& database) : database_(database) {}
  void replace(const IndexDocument& document);

 private:
  /// A name as the part has it. Its terms only grow: they say where it may be looked for, the resources where
  /// it is.
  struct KnownName {
    std::string name;
    std::set<std::string> scope_terms;
  };
  void put(const std::string& unique_term, const Xapian::Document& document);
  std::uint32_t next_number();
  void learn(const IndexName& name, const std::vector<std::string>& scope_terms);
  KnownName& known(const std::string& term);

  Xapian::WritableDatabase& database_;
  std::uint32_t newest_ = 0;  ///< the number of the newest document; 0: not looked up yet
  std::unordered_map<std::string, KnownName> known_;
};

}  // namespace kecang::xapian
