#pragma once
#include "schemas/base/result.h"

namespace rocksdb {
class Status;
}

namespace kecang {

/// corrupt/store.corrupt where the engine says so, else unavailable/`code`; the engine's words go to the log.
Error error_of(const rocksdb::Status& status, const char* code);

}  // namespace kecang
