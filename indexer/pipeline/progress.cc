#include "indexer/pipeline/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

namespace kecang::pipeline {
namespace {

constexpr std::chrono::milliseconds kOnTerminal{200};
constexpr std::chrono::seconds kInLog{10};

std::string amount(double value, const std::string& unit) {
  if (unit != "B") return fmt::format("{:.0f}", value);
  if (value >= 1024.0 * 1024) return fmt::format("{:.1f} MiB", value / (1024.0 * 1024));
  return fmt::format("{:.0f} KiB", value / 1024);
}

void to_standard_error(const std::string& text) {
  static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
}

}  // namespace

Progress::Progress(std::string what, std::string unit, Show show)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      shown_(show == Show::yes),
      terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (open_line_) to_standard_error("\n");
}

std::string Progress::line(const std::string& what, const std::string& unit, std::uint64_t done,
                           std::uint64_t total, std::chrono::duration<double> elapsed) {
  const double rate = elapsed.count() > 0 ? static_cast<double>(done) / elapsed.count() : 0;
  const std::string speed = rate < 10 && unit != "B" ? fmt::format("{:.1f}", rate) : amount(rate, unit);
  if (total == 0) return fmt::format("{} {} {}/s", what, amount(static_cast<double>(done), unit), speed);
  std::string text = fmt::format("{} {}/{} ({}%) {}/s", what, amount(static_cast<double>(done), unit),
                                 amount(static_cast<double>(total), unit), done * 100 / total, speed);
  if (rate > 0 && done < total) {
    const auto left = static_cast<std::uint64_t>(static_cast<double>(total - done) / rate);
    text += fmt::format(" 还需 left {}:{:02}", left / 60, left % 60);
  }
  return text;
}

void Progress::update(std::uint64_t done, std::uint64_t total) {
  done_ = done;
  total_ = total;
  const auto now = Clock::now();
  if (!shown_ || now - last_ < (terminal_ ? Clock::duration(kOnTerminal) : Clock::duration(kInLog))) return;
  last_ = now;
  print();
}

void Progress::print() {
  const std::string text = line(what_, unit_, done_, total_, Clock::now() - begin_);
  to_standard_error(terminal_ ? "\r\x1b[K" + text : text + "\n");
  open_line_ = terminal_;
}

void Progress::finish() {
  if (!shown_) return;
  print();
  if (open_line_) to_standard_error("\n");
  open_line_ = false;
}

}  // namespace kecang::pipeline
