#include "server/http/problem.h"

#include "schemas/sentences/sentences.h"

namespace kecang::http {

int http_status(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return 400;
    case ErrorKind::unauthenticated:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::busy:
    case ErrorKind::unavailable:
      return 503;
    case ErrorKind::corrupt:
    case ErrorKind::internal:
      return 500;
  }
  return 500;
}

std::string problem_body(const Error& error, int status, std::string_view request_id) {
  const auto& sentence = sentence_for(error.code(), error.kind());
  Json problem{{"type", "urn:kecang:error:" + error.code()},
               {"title", filled(sentence.zh, error.params())},
               {"title_en", filled(sentence.en, error.params())},
               {"status", status},
               {"code", error.code()},
               {"params", error.params()}};
  if (!request_id.empty()) problem["request_id"] = request_id;
  // Parameters may quote what the request said, which need not be UTF-8.
  return problem.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Reply problem_with_status(const Error& error, int status) {
  auto reply = Reply::text(problem_body(error, status, {}), "application/problem+json", status);
  if (error.kind() == ErrorKind::busy) reply.headers.emplace_back("Retry-After", "2");
  reply.failure = error;
  return reply;
}

Reply Reply::problem(const Error& error) {
  return problem_with_status(error, http_status(error.kind()));
}

}  // namespace kecang::http
