#include "storage/xapian/guard.h"

#include <xapian.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <string_view>

namespace kecang::xapian {
namespace {

bool disk_full(const Xapian::Error& error) {
  const char* reason = error.get_error_string();
  return reason != nullptr && std::string_view(reason) == std::strerror(ENOSPC);
}

}  // namespace

bool reader_was_overtaken() {
  try {
    throw;
  } catch (const Xapian::DatabaseModifiedError&) {
    return true;
  } catch (const Xapian::DatabaseOpeningError&) {
    return true;  // the generation was replaced and swept between the look at CURRENT and the opening
  } catch (...) {
    return false;
  }
}

Error error_of_current_exception() {
  try {
    throw;
  } catch (const Xapian::DatabaseLockError& e) {
    return Error::conflict("index.locked").because(e.get_description());
  } catch (const Xapian::DatabaseModifiedError& e) {
    return Error::busy("index.busy").because(e.get_description());
  } catch (const Xapian::DatabaseVersionError& e) {
    return Error::unavailable("index.version_mismatch").because(e.get_description());
  } catch (const Xapian::DatabaseCorruptError& e) {
    return Error::corrupt("index.corrupt").because(e.get_description());
  } catch (const Xapian::DatabaseError& e) {
    if (disk_full(e)) return Error::unavailable("store.disk_full").because(e.get_description());
    return Error::unavailable("index.unavailable").because(e.get_description());
  } catch (const Xapian::NetworkError& e) {
    return Error::unavailable("index.unavailable").because(e.get_description());
  } catch (const Xapian::Error& e) {
    return Error::internal("index.failed").because(e.get_description());
  } catch (const std::bad_alloc&) {
    return Error::unavailable("index.out_of_memory");
  }
}

}  // namespace kecang::xapian
