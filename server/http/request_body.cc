#include "server/http/request_body.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

namespace kecang::http {
namespace {

constexpr std::size_t kPiece = 128 * 1024;     ///< what one upload holds in memory
constexpr std::size_t kFullPiece = 64 * 1024;  ///< what is worth handing on
constexpr std::size_t kMostLine = 256;         ///< of a chunk's size or one trailer
constexpr int kMostTrailers = 20;
constexpr std::size_t kMostSizeDigits = 15;

Error malformed() {
  return Error::invalid("http.body_malformed");
}

}  // namespace

RequestBody::RequestBody(Connection& connection, WorkerPool& pool, const RequestHead& head, Pace pace)
    : connection_(connection),
      pool_(pool),
      framing_(head.framing),
      pace_(pace),
      left_(head.length),
      ended_(head.framing == Framing::none) {}

Result<void> RequestBody::read(std::uint64_t limit,
                               const std::function<Result<void>(std::string_view)>& each) {
  if (ended_) return {};
  pace_.begin();
  const auto size = static_cast<std::size_t>(
      framing_ == Framing::length ? std::min<std::uint64_t>(left_, kPiece) : std::uint64_t{kPiece});
  // Left uninitialised, so that a body that hardly comes hardly takes memory.
  const auto memory = std::make_unique_for_overwrite<char[]>(size);
  const std::span<char> piece(memory.get(), size);
  std::uint64_t total = 0;
  while (!ended_) {
    std::size_t filled = 0;
    std::optional<Error> problem;
    while (!ended_ && filled < std::min(kFullPiece, piece.size())) {
      auto got = next(piece.subspan(filled));
      if (!got) {
        problem = std::move(got).error();
        break;
      }
      filled += *got;
    }
    total += filled;
    if (total > limit) return Error::too_large("http.body_too_large").with("limit", std::to_string(limit));
    if (filled > 0) KECANG_TRY(each(std::string_view(piece.data(), filled)));
    if (problem) return std::move(*problem);
  }
  return {};
}

bool RequestBody::drain(std::uint64_t most) {
  pace_.begin();
  std::array<char, 16 * 1024> scrap;
  while (!ended_ && !broken_) {
    const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(scrap.size(), most));
    if (room == 0) return false;
    const auto got = next(std::span(scrap).first(room));
    if (!got) return false;
    most -= *got;
  }
  return ended_;
}

bool RequestBody::drainable(std::uint64_t most) const {
  return ended_ || (!broken_ && (framing_ == Framing::chunked || left_ <= most));
}

std::optional<std::uint64_t> RequestBody::left() const {
  if (framing_ == Framing::chunked) return std::nullopt;
  return ended_ ? 0 : left_;
}

/// Zero bytes only where a chunked body's end was found.
Result<std::size_t> RequestBody::next(std::span<char> into) {
  if (framing_ == Framing::chunked && left_ == 0) {
    KECANG_TRY(begin_chunk());
    if (ended_) return std::size_t{0};
  }
  const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left_));
  KECANG_ASSIGN(const auto got, receive(into.first(room)));
  left_ -= got;
  if (left_ == 0 && framing_ == Framing::length) ended_ = true;
  return got;
}

Result<void> RequestBody::begin_chunk() {
  if (chunk_open_) {
    KECANG_ASSIGN(const auto end, line());
    if (!end.empty()) return broken(malformed());
    chunk_open_ = false;
  }
  KECANG_ASSIGN(const auto text, line());
  const auto digits = std::string_view(text).substr(0, text.find_first_of("; \t"));
  const auto [rest, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
  const bool good = !digits.empty() && digits.size() <= kMostSizeDigits && problem == std::errc() &&
                    rest == digits.data() + digits.size();
  if (!good) return broken(malformed());
  if (left_ == 0) return trailers();
  chunk_open_ = true;
  return {};
}

Result<void> RequestBody::trailers() {
  for (int i = 0; i < kMostTrailers; ++i) {
    KECANG_ASSIGN(const auto text, line());
    if (text.empty()) {
      ended_ = true;
      return {};
    }
  }
  return broken(malformed());
}

/// Up to CRLF, which is taken but not returned.
Result<std::string> RequestBody::line() {
  while (true) {
    const auto bytes = connection_.buffered().substr(0, kMostLine);
    const auto end = bytes.find('\n');
    if (end != std::string_view::npos) {
      const auto text = std::string(bytes.substr(0, end));
      if (!text.ends_with('\r') || text.find('\r') + 1 != text.size()) return broken(malformed());
      connection_.consume(end + 1);
      return text.substr(0, text.size() - 1);
    }
    if (bytes.size() == kMostLine) return broken(malformed());
    KECANG_TRY(judged(connection_.fill(pace_, pool_)));
  }
}

Result<std::size_t> RequestBody::receive(std::span<char> into) {
  if (broken_) return Error::invalid("http.body_cut_short");
  std::size_t got = 0;
  KECANG_TRY(judged(connection_.receive(into, got, pace_, pool_)));
  return got;
}

Result<void> RequestBody::judged(Received received) {
  switch (received) {
    case Received::some:
      return {};
    case Received::ended:
      return broken(Error::invalid("http.body_cut_short"));
    case Received::too_slow:
      return broken(Error::invalid("http.body_too_slow"));
  }
  return broken(malformed());
}

Error RequestBody::broken(Error error) {
  broken_ = true;
  return error;
}

}  // namespace kecang::http
