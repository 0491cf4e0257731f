#include "indexer/pipeline/member_batches.h"

namespace kecang::pipeline {
namespace {

constexpr std::uint32_t kMembersPerBatch = 256;
constexpr std::uint64_t kBytesPerBatch = 16ULL << 20;

}  // namespace

MemberBatches::MemberBatches(InternalClient& client, const Stop& stop, const Job& job,
                             std::uint32_t members_stored, const std::filesystem::path& spool_folder)
    : client_(client),
      stop_(stop),
      job_(job),
      stored_(members_stored),
      spool_(spool_folder, kBytesPerBatch) {}

Result<void> MemberBatches::member_begin(const Member& member) {
  skipping_ = member.index < stored_;
  if (skipping_) return {};
  return spool_.append(frame_bytes(FrameType::member_begin, to_cbor(member)));
}

Result<void> MemberBatches::member_data(std::string_view bytes) {
  if (skipping_) return {};
  return spool_.append(frame_bytes(FrameType::member_data, bytes));
}

Result<void> MemberBatches::member_end(const Member& member) {
  if (skipping_) return {};
  KECANG_TRY(spool_.append(frame_bytes(FrameType::member_end, to_cbor(member))));
  ++members_;
  whole_bytes_ = spool_.size();
  const bool stopping = stop_.requested();
  if (!stopping && members_ < kMembersPerBatch && whole_bytes_ < kBytesPerBatch) return {};
  KECANG_TRY(flush());
  if (stopping) return Error::busy("pipeline.stopping");
  return {};
}

Result<void> MemberBatches::flush() {
  if (members_ == 0) return {};
  spool_.cut(whole_bytes_);  // the child may have died inside a member
  KECANG_ASSIGN(const auto import, client_.members(job_, spool_));
  stored_ = import.members_stored;
  restart();
  return {};
}

void MemberBatches::restart() {
  spool_.clear();
  members_ = 0;
  whole_bytes_ = 0;
}

}  // namespace kecang::pipeline
