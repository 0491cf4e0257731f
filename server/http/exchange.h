#pragma once
/// One request on one connection: from its head to the last byte of its answer. Used by one worker.
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "server/http/address.h"
#include "server/http/connection.h"
#include "server/http/head.h"
#include "server/http/library.h"
#include "server/http/poller.h"
#include "server/http/request_body.h"
#include "server/http/router.h"
#include "server/http/server.h"

namespace kecang::http {

/// What every exchange of a server shares.
struct Service {
  ServerOptions options;
  Router router;
  Handler fallback;
  std::function<void(const Access&)> on_access;
  AddressSet trusted;
  HttpLibrary library;
  WorkerPool pool;
  std::atomic<std::uint64_t> requests{0};
  std::atomic<bool> stopping{false};
};

class Exchange final : public Call {
 public:
  /// Takes the head off the connection's buffer.
  Exchange(Service& service, Connection& connection);
  After run();

  Method method() const override { return head_.method; }
  const std::string& path() const override { return head_.path; }
  const std::string& param(std::string_view name) const override;
  const Query& query() const override { return query_; }
  std::string header(std::string_view name) const override;
  bool has_header(std::string_view name) const override;
  std::string cookie(std::string_view name) const override;
  const std::string& remote() const override { return remote_; }
  const std::string& request_id() const override { return request_id_; }
  std::optional<std::uint64_t> content_length() const override;
  Result<void> read_body(const std::function<Result<void>(std::string_view)>& each) override;

 private:
  std::variant<RequestHead, Refusal> take_head();
  Reply reply();
  Reply routed_reply();
  Reply guarded(const Handler& handler);
  Answer decide();
  void choose_content(Reply& reply, Answer& answer);
  bool must_close() const;
  std::string joined(std::string_view name) const;
  void log_failure(const Error& error) const;
  void report(int status);
  bool write(std::string_view bytes);
  bool flush();

  Service& service_;
  Connection& connection_;
  std::string request_id_;
  RequestHead head_;
  std::optional<Refusal> refusal_;
  std::optional<RequestBody> body_;
  Query query_;
  std::string remote_;
  Match match_;
  std::uint64_t body_limit_ = 0;
  bool body_asked_ = false;
  bool continue_sent_ = false;
  bool close_ = false;
  int status_ = 500;
  std::string pending_;
  Pace write_pace_;
  std::uint64_t sent_ = 0;
};

}  // namespace kecang::http
