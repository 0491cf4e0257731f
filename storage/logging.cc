#include "storage/logging.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>
#include <utility>

#include "schemas/base/clock.h"
#include "schemas/model/describe.h"

namespace kecang::log {
namespace {

struct Log {
  std::shared_ptr<spdlog::logger> logger;
  bool json = false;
};

std::shared_ptr<spdlog::logger> make_logger(spdlog::level::level_enum level) {
  auto logger = std::make_shared<spdlog::logger>("kecang", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%v");  // the line is made here, in one of two forms
  logger->set_level(level);
  logger->flush_on(spdlog::level::trace);
  return logger;
}

Log& the_log() {
  static Log log{make_logger(spdlog::level::warn), false};
  return log;
}

std::string& request_id() {
  thread_local std::string id;
  return id;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

Level level_of(std::string_view word) {
  if (word == "debug") return Level::debug;
  if (word == "warn") return Level::warn;
  return word == "error" ? Level::error : Level::info;
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warn:
      return "warn";
    case Level::error:
      return "error";
  }
  return "";
}

std::string json_line(Level level, std::string_view message, Fields fields) {
  Json line = {{"time", time_text(SystemClock().now())}, {"level", name_of(level)}, {"message", message}};
  if (!request_id().empty()) line["request"] = request_id();
  for (const auto& [name, value] : fields) line[name] = value;
  return json_text(line);
}

/// A log line stays one line, whatever a file name holds.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return out;
}

std::string text_line(Level level, std::string_view message, Fields fields) {
  std::string line = time_text(SystemClock().now()) + ' ';
  line += name_of(level);
  line += ' ';
  line += message;
  if (!request_id().empty()) line += " request=" + request_id();
  for (const auto& [name, value] : fields) line += ' ' + name + '=' + one_line(value);
  return line;
}

}  // namespace

void set_up(std::string_view level, std::string_view format) {
  Log& log = the_log();
  log.logger = make_logger(spdlog_level(level_of(level)));
  log.json = format == "json" || (format != "text" && ::isatty(STDERR_FILENO) == 0);
}

void write(Level level, std::string_view message, Fields fields) {
  const Log& log = the_log();
  if (!log.logger->should_log(spdlog_level(level))) return;
  const std::string line = log.json ? json_line(level, message, fields) : text_line(level, message, fields);
  log.logger->log(spdlog_level(level), spdlog::string_view_t(line));
}

void warn(std::string_view message, const Error& cause) {
  write(Level::warn, message, {{"error", cause.describe()}});
}
void error(std::string_view message, const Error& cause) {
  write(Level::error, message, {{"error", cause.describe()}});
}

RequestScope::RequestScope(std::string id) : before_(std::exchange(request_id(), std::move(id))) {}
RequestScope::~RequestScope() {
  request_id() = std::move(before_);
}

}  // namespace kecang::log
