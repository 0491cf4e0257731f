#pragma once
/// One request and its answer, free of the HTTP library's types.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"
#include "schemas/model/describe.h"

namespace kecang::http {

enum class Method { get, head, post, put, patch, del, options };

/// Query string as our own parser reads it (percent-decoded once, '+' is a space, order kept, names may
/// repeat).
class Query {
 public:
  explicit Query(std::string_view raw = {});
  std::optional<std::string> first(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

 private:
  std::vector<std::pair<std::string, std::string>> items_;
};

/// A request. Lives as long as its handler runs; used by one thread.
class Call {
 public:
  virtual ~Call() = default;
  virtual Method method() const = 0;
  /// Decoded once, valid UTF-8, without query, NUL, controls or "..".
  virtual const std::string& path() const = 0;
  /// The value of `:name` in the route's pattern.
  virtual const std::string& param(std::string_view name) const = 0;
  virtual const Query& query() const = 0;
  /// First value; names are compared without case. Empty if absent.
  virtual std::string header(std::string_view name) const = 0;
  virtual bool has_header(std::string_view name) const = 0;
  /// Empty if absent.
  virtual std::string cookie(std::string_view name) const = 0;
  /// The peer's address, or what a configured proxy says of it.
  virtual const std::string& remote() const = 0;
  virtual const std::string& request_id() const = 0;
  /// Declared length, if any.
  virtual std::optional<std::uint64_t> content_length() const = 0;
  /// Streams the body as it comes. too_large/http.body_too_large beyond the route's limit;
  /// invalid/http.body_cut_short when the peer stopped; an error of `each` stops reading and is returned. May
  /// be called once.
  virtual Result<void> read_body(const std::function<Result<void>(std::string_view)>& each) = 0;
  /// The whole body, at most `limit` bytes.
  Result<std::string> body(std::size_t limit = 1 << 20);
  /// The whole body as JSON; invalid/http.not_json unless the content type says so.
  Result<Json> json(std::size_t limit = 1 << 20);
};

/// Bytes of known length, read at any offset while they are sent, in constant memory.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual std::uint64_t size() const = 0;
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const = 0;
};

/// Bytes that are made while they are sent, in constant memory: nobody knows beforehand how many there will
/// be. Used by one thread.
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  /// The next ones, at most as many as `into` holds; 0 at the end. After an error the connection ends, so
  /// that the peer knows that something is missing.
  virtual Result<std::size_t> read(std::span<char> into) = 0;
};

/// When a part of an answer is sent.
enum class Ranges {
  any,
  of_a_named_version,  ///< when If-Range or If-Match names the version: parts of two would make no whole
};

/// An answer. Move only.
struct Reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  ///< small answers
  std::shared_ptr<const BodySource>
      source;  ///< or a streamed one: Range, If-Range, HEAD and 206/416 are the server's work
  Ranges ranges = Ranges::any;              ///< of `source`
  std::shared_ptr<BodyStream> stream = {};  ///< or one of unknown length: always sent whole
  std::optional<Error> failure =
      {};  ///< what `problem` was made from; the server adds the request id and logs it

  static Reply json(const Json& value, int status = 200);
  static Reply text(std::string text, std::string content_type = "text/plain; charset=utf-8",
                    int status = 200);
  static Reply empty(int status = 204) {
    return {.status = status, .headers = {}, .body = {}, .source = nullptr};
  }
  /// problem+json (RFC 9457): type, title (Chinese first, English second), status, code, params, request_id.
  static Reply problem(const Error& error);

  Reply&& with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
  Reply&& etag(std::string_view opaque) &&;  ///< strong; the server then answers If-None-Match and If-Match
};

/// Kind → status, in one place.
int http_status(ErrorKind kind);

/// `attachment; filename="ascii"; filename*=UTF-8''…` (RFC 6266, RFC 8187).
std::string content_disposition(std::string_view file_name);

using Handler = std::function<Reply(Call&)>;

struct Route {
  Method method;
  std::string pattern;  ///< e.g. /api/v1/resources/:id; a last part `*rest` takes what remains
  std::uint64_t body_limit;
  Handler handler;
};

}  // namespace kecang::http

/// Like KECANG_ASSIGN and KECANG_TRY, but the enclosing function returns a Reply.
#define KECANG_REPLY_ASSIGN(decl, expr) \
  KECANG_REPLY_ASSIGN_INNER(KECANG_CONCAT(kecang_reply_, __LINE__), decl, expr)
#define KECANG_REPLY_ASSIGN_INNER(tmp, decl, expr)              \
  auto tmp = (expr);                                            \
  if (!tmp) return ::kecang::http::Reply::problem(tmp.error()); \
  decl = std::move(tmp).value()
#define KECANG_REPLY_TRY(expr)                                          \
  do {                                                                  \
    if (auto kecang_try_result = (expr); !kecang_try_result)            \
      return ::kecang::http::Reply::problem(kecang_try_result.error()); \
  } while (false)
