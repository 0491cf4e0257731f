#pragma once
/// cpp-httplib 0.11.4, kept where it is safe: it binds the listener, runs each request and writes each
/// answer, but it never sees a byte a peer chose and never waits on a socket by itself. No type of it leaves
/// this folder.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/result.h"
#include "server/http/call.h"
#include "server/http/conditional.h"

namespace kecang::http {

/// All of an answer, decided.
struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const BodySource> source;
  ByteRange part;  ///< of the source
  std::shared_ptr<BodyStream> stream = {};
  bool delimited = true;  ///< a stream's end is told within it (chunked), not by the connection's end
  bool close = false;
};

class HttpLibrary {
 public:
  using Write = std::function<bool(std::string_view)>;

  HttpLibrary();
  ~HttpLibrary();

  struct Listener {
    int descriptor;
    int port;
  };
  /// Binds and listens, with a backlog of 4,096.
  Result<Listener> listen(const std::string& address, int port);

  /// Runs one request: `decide` is called once, its answer goes to `write` in pieces. False when not all was
  /// written. Any thread may call, also several at once.
  bool serve(Method method, const std::function<Answer()>& decide, const Write& write);

  /// Answers that are being streamed end early from now on.
  void abandon();

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace kecang::http
