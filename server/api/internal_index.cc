#include "server/api/handlers.h"
#include "server/api/internal_asking.h"
#include "server/library/indexing.h"

namespace kecang::api {
namespace {

constexpr std::uint64_t kMostItems = 5'000;
constexpr std::uint64_t kMostBytes = 32 * 1024 * 1024;
constexpr std::size_t kMostMarks = 1'000;
/// Each may have megabytes of text.
constexpr std::size_t kMostRead = 64;

}  // namespace

http::Reply get_dirty(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto limit,
                      number_in(call.query().first("limit"), "limit", 1'000, 1, kMostItems));
  KECANG_REPLY_ASSIGN(const auto bytes,
                      number_in(call.query().first("bytes"), "bytes", kMostBytes, 1, kMostBytes));
  KECANG_REPLY_ASSIGN(const auto batch,
                      services.internal.indexing.dirty(static_cast<std::size_t>(limit), bytes));
  return cbor_reply(batch);
}

http::Reply post_dirty_clear(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto marks, cbor_array<DirtyMark>(call));
  KECANG_REPLY_TRY(services.internal.indexing.clear(marks));
  return http::Reply::empty();
}

http::Reply post_dirty_mark(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto ids, cbor_array<ResourceId>(call));
  if (ids.size() > kMostMarks) return http::Reply::problem(Error::too_large("value.too_many"));
  KECANG_REPLY_TRY(services.internal.indexing.mark(ids));
  return http::Reply::empty();
}

http::Reply post_resources_read(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto ids, cbor_array<ResourceId>(call));
  if (ids.size() > kMostRead) return http::Reply::problem(Error::too_large("value.too_many"));
  KECANG_REPLY_ASSIGN(const auto batch, services.internal.indexing.read(ids, kMostBytes));
  return cbor_reply(batch);
}

http::Reply get_findable(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto limit,
                      number_in(call.query().first("limit"), "limit", 1'000, 1, kMostItems));
  KECANG_REPLY_ASSIGN(const auto count,
                      services.internal.indexing.findable({.after = call.query().first("after").value_or(""),
                                                           .limit = static_cast<std::size_t>(limit)}));
  return cbor_reply(count);
}

http::Reply get_all_resources(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto limit,
                      number_in(call.query().first("limit"), "limit", 1'000, 1, kMostItems));
  KECANG_REPLY_ASSIGN(const auto bytes,
                      number_in(call.query().first("bytes"), "bytes", kMostBytes, 1, kMostBytes));
  const PageRequest page{.after = call.query().first("after").value_or(""),
                         .limit = static_cast<std::size_t>(limit)};
  const auto& indexing = services.internal.indexing;
  const bool without_text = call.query().first("text") == "no";
  KECANG_REPLY_ASSIGN(const auto everything,
                      without_text ? indexing.listed(page) : indexing.settled(page, bytes));
  auto reply = cbor_reply(everything.batch);
  if (!everything.next.empty()) reply.headers.emplace_back("Kecang-Next", everything.next);
  return reply;
}

}  // namespace kecang::api
