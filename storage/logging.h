#pragma once
/// One log for both programs, to standard error: text on a terminal, one JSON object a line otherwise. Any
/// thread may call.
#include <initializer_list>
#include <string>
#include <string_view>

#include "schemas/base/result.h"

namespace kecang::log {

enum class Level { debug, info, warn, error };

/// `level` and `format` as in the configuration ([log]); unknown words count as info and auto. Call once,
/// before threads start. Until then everything from warn on is written as text.
void set_up(std::string_view level, std::string_view format);

struct Field {
  std::string name;
  std::string value;
};
using Fields = std::initializer_list<Field>;

/// `message` is a constant sentence; what varies goes into the fields.
void write(Level level, std::string_view message, Fields fields = {});
inline void debug(std::string_view message, Fields fields = {}) {
  write(Level::debug, message, fields);
}
inline void info(std::string_view message, Fields fields = {}) {
  write(Level::info, message, fields);
}
inline void warn(std::string_view message, Fields fields = {}) {
  write(Level::warn, message, fields);
}
inline void error(std::string_view message, Fields fields = {}) {
  write(Level::error, message, fields);
}
/// The error's own words as the field `error`.
void warn(std::string_view message, const Error& cause);
void error(std::string_view message, const Error& cause);

/// While it lives, everything this thread logs carries the request's id.
class RequestScope {
 public:
  explicit RequestScope(std::string id);
  ~RequestScope();
  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

 private:
  std::string before_;
};

}  // namespace kecang::log
