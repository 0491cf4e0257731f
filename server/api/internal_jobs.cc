#include "server/api/handlers.h"
#include "server/api/internal_asking.h"
#include "server/library/derived_intake.h"
#include "server/library/indexing.h"
#include "server/library/member_intake.h"

namespace kecang::api {
namespace {

constexpr std::uint64_t kAny = ~0ULL >> 1;
constexpr std::uint64_t kLongestLease = 3'600'000;

Result<void> extend(http::Call& call, const Services& services) {
  KECANG_ASSIGN(const auto job, id_in<JobId>(call));
  KECANG_ASSIGN(const auto fence, fence_in(call));
  KECANG_ASSIGN(const auto lease, number_in(call.query().first("lease_ms"), "lease_ms", 0, 1, kLongestLease));
  return services.internal.indexing.extend(job, fence, milliseconds{lease});
}

Result<void> release(http::Call& call, const Services& services) {
  KECANG_ASSIGN(const auto job, id_in<JobId>(call));
  KECANG_ASSIGN(const auto fence, fence_in(call));
  return services.internal.indexing.release(job, fence);
}

Result<void> finish(http::Call& call, const Services& services) {
  KECANG_ASSIGN(const auto job, id_in<JobId>(call));
  KECANG_ASSIGN(const auto fence, fence_in(call));
  KECANG_ASSIGN(const auto outcome, cbor_body<indexing::Outcome>(call));
  return services.internal.indexing.finish(job, fence, outcome);
}

Result<IntakeTarget> target_in(const http::Call& call) {
  IntakeTarget target;
  KECANG_ASSIGN(target.import, id_in<ImportId>(call));
  KECANG_ASSIGN(target.job, JobId::parse(call.query().first("job").value_or("")));
  KECANG_ASSIGN(target.fence, fence_in(call));
  return target;
}

Result<Import> take_members(http::Call& call, const Internal& internal) {
  KECANG_ASSIGN(const auto target, target_in(call));
  const IntakeTools tools{.queue = internal.queue,
                          .blobs = internal.blobs,
                          .bell = internal.bell,
                          .guess = internal.guess,
                          .applying = internal.applying};
  KECANG_ASSIGN(auto intake, MemberIntake::begin(tools, target));
  KECANG_TRY(call.read_body([&](std::string_view bytes) { return intake.feed(bytes); }));
  return intake.finish();
}

Result<void> take_derived(http::Call& call, const Internal& internal) {
  KECANG_ASSIGN(const auto job, id_in<JobId>(call));
  KECANG_ASSIGN(const auto fence, fence_in(call));
  DerivedIntake intake(internal.blobs);
  KECANG_TRY(call.read_body([&](std::string_view bytes) { return intake.feed(bytes); }));
  Derived derived{.files = {}, .reason = call.query().first("reason").value_or(""), .made_at = {}};
  KECANG_ASSIGN(derived.files, intake.finish());
  return internal.indexing.previewed(job, fence, std::move(derived));
}

http::Reply done(const Result<void>& result) {
  return result ? http::Reply::empty() : http::Reply::problem(result.error());
}

}  // namespace

Result<std::uint64_t> fence_in(const http::Call& call) {
  return number_in(call.query().first("fence"), "fence", 0, 0, kAny);
}

http::Reply post_claim(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto request, cbor_body<indexing::ClaimRequest>(call));
  KECANG_REPLY_ASSIGN(const auto claimed, services.internal.indexing.claim(request));
  return cbor_reply(claimed);
}

http::Reply post_extend(http::Call& call, const Services& services) {
  return done(extend(call, services));
}
http::Reply post_release(http::Call& call, const Services& services) {
  return done(release(call, services));
}
http::Reply post_outcome(http::Call& call, const Services& services) {
  return done(finish(call, services));
}

http::Reply post_derived(http::Call& call, const Services& services) {
  return done(take_derived(call, services.internal));
}

http::Reply post_members(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto import, take_members(call, services.internal));
  return cbor_reply(import);
}

http::Reply post_plan(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto target, target_in(call));
  KECANG_REPLY_ASSIGN(const auto batch, cbor_body<indexing::PlanBatch>(call));
  KECANG_REPLY_ASSIGN(const auto import,
                      services.internal.indexing.plan(target.import, target.job, target.fence, batch));
  return cbor_reply(import);
}

http::Reply post_listed(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto target, target_in(call));
  KECANG_REPLY_ASSIGN(const auto end, cbor_body<ExtractEnd>(call));
  KECANG_REPLY_ASSIGN(const auto import,
                      services.internal.indexing.listed(target.import, target.job, target.fence, end));
  return cbor_reply(import);
}

http::Reply post_surveyed(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto target, target_in(call));
  KECANG_REPLY_ASSIGN(const auto import,
                      services.internal.indexing.surveyed(target.import, target.job, target.fence));
  return cbor_reply(import);
}

http::Reply post_undo_step(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto target, target_in(call));
  KECANG_REPLY_ASSIGN(const auto import,
                      services.internal.indexing.undo(target.import, target.job, target.fence));
  return cbor_reply(import);
}

http::Reply post_unpacked(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto target, target_in(call));
  KECANG_REPLY_ASSIGN(const auto end, cbor_body<ExtractEnd>(call));
  KECANG_REPLY_ASSIGN(const auto import,
                      services.internal.indexing.unpacked(target.import, target.job, target.fence, end));
  return cbor_reply(import);
}

}  // namespace kecang::api
