#include "storage/rocksdb/status.h"

#include <rocksdb/status.h>

namespace kecang {

Error error_of(const rocksdb::Status& status, const char* code) {
  if (status.IsCorruption()) return Error::corrupt("store.corrupt").because(status.ToString());
  return Error::unavailable(code).because(status.ToString());
}

}  // namespace kecang
