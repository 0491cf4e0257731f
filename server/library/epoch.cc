#include "server/library/epoch.h"

#include "schemas/base/ids.h"

namespace kecang {

Result<std::string> store_epoch(MetaStore& store, const Clock& clock) {
  constexpr std::string_view kKey = "epoch";
  std::string epoch;
  KECANG_TRY(store.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto stored, tx.get(kKey));
    if (stored) {
      epoch = *stored;
      return {};
    }
    epoch = new_id_text(clock.now());
    return tx.put(kKey, epoch);
  }));
  return epoch;
}

}  // namespace kecang
