#include "storage/xapian/identities.h"

#include <xapian.h>

#include "storage/xapian/layout.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

constexpr std::size_t kIdentityBytes = sizeof(Identity) + 100;  ///< and the nodes around it

}  // namespace

std::shared_ptr<const Identity> Identities::of(const Snapshot& snapshot, DocumentNumber document) {
  const auto position = snapshot.position();
  if (auto known = known_.find(position, document)) return known;
  const auto read = snapshot.database().get_document(document, Xapian::DOC_ASSUME_VALID);
  const auto [question, with_answer] = question_of(read.get_value(slot::kQuestion));
  auto made = std::make_shared<const Identity>(Identity{.id = id_of_order(read.get_value(slot::kOrder)),
                                                        .version = version_of(read.get_value(slot::kVersion)),
                                                        .question = question,
                                                        .with_answer = with_answer});
  known_.keep(position, document, made, kIdentityBytes);
  return made;
}

}  // namespace kecang::xapian
