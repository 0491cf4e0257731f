#pragma once
/// One request's body as it comes from the connection, whichever way its end is known. Used by one worker.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/base/result.h"
#include "server/http/connection.h"
#include "server/http/head.h"

namespace kecang::http {

class RequestBody {
 public:
  RequestBody(Connection& connection, WorkerPool& pool, const RequestHead& head, Pace pace);

  /// Gives `each` pieces of 64 KiB or more (the last may be smaller) until the end. http.body_too_large
  /// beyond `limit` bytes; http.body_cut_short, http.body_too_slow, http.body_malformed as the peer
  /// misbehaves: what had come before has then been given to `each`.
  Result<void> read(std::uint64_t limit, const std::function<Result<void>(std::string_view)>& each);
  /// Reads and forgets at most `most` bytes; true when the body's end was reached.
  bool drain(std::uint64_t most);
  bool ended() const { return ended_; }
  /// Could `drain(most)` reach the end, as far as is known?
  bool drainable(std::uint64_t most) const;
  /// Declared bytes that have not been read; nothing for a chunked body.
  std::optional<std::uint64_t> left() const;
  bool has_broken() const { return broken_; }

 private:
  Result<std::size_t> next(std::span<char> into);
  Result<void> begin_chunk();
  Result<std::string> line();
  Result<void> trailers();
  Result<std::size_t> receive(std::span<char> into);
  Result<void> judged(Received received);
  Error broken(Error error);

  Connection& connection_;
  WorkerPool& pool_;
  Framing framing_;
  Pace pace_;
  std::uint64_t left_ = 0;   ///< of the body, or of the current chunk
  bool chunk_open_ = false;  ///< its CRLF has not been read
  bool ended_ = false;
  bool broken_ = false;  ///< nothing more can be read: the place in the stream is lost
};

}  // namespace kecang::http
