#include "server/library/member_intake.h"

namespace kecang {
namespace {

/// One wave: one round of fsyncs and one transaction.
constexpr std::size_t kWaveMembers = 64;
constexpr std::uint64_t kWaveBytes = 32 * 1024 * 1024;

Error out_of_order() {
  return Error::corrupt("extract.protocol");
}

Result<Member> member_of(const Frame& frame) {
  auto member = from_cbor<Member>(frame.payload);
  if (!member) return Error::corrupt("extract.protocol").because(member.error().describe());
  return member;
}

}  // namespace

MemberIntake::MemberIntake(const IntakeTools& tools, IntakeTarget target, Import import)
    : tools_(tools), target_(std::move(target)), import_(std::move(import)) {}

Result<MemberIntake> MemberIntake::begin(const IntakeTools& tools, IntakeTarget target) {
  KECANG_ASSIGN(auto import, tools.queue.import(target.import));
  return MemberIntake(tools, std::move(target), std::move(import));
}

Result<void> MemberIntake::feed(std::string_view bytes) {
  frames_.feed(bytes);
  while (true) {
    KECANG_ASSIGN(const auto frame, frames_.next());
    if (!frame) return {};
    KECANG_TRY(take(*frame));
  }
}

Result<void> MemberIntake::take(const Frame& frame) {
  switch (frame.type) {
    case FrameType::member_begin:
      return begin_member(frame);
    case FrameType::member_data:
      return add_bytes(frame.payload);
    case FrameType::member_end:
      return end_member(frame);
    case FrameType::head:
    case FrameType::segment:
    case FrameType::question:
    case FrameType::answers:
    case FrameType::end:
      break;
  }
  return out_of_order();
}

Result<void> MemberIntake::begin_member(const Frame& frame) {
  if (open_) return out_of_order();
  KECANG_ASSIGN(auto member, member_of(frame));
  const bool already_stored = member.index < import_.members_stored;
  if (!already_stored) {
    KECANG_ASSIGN(writer_, tools_.blobs.begin());
  }
  open_ = std::move(member);
  return {};
}

Result<void> MemberIntake::add_bytes(std::string_view bytes) {
  if (!open_) return out_of_order();
  return writer_ ? writer_->append(bytes) : Result<void>();
}

Result<void> MemberIntake::end_member(const Frame& frame) {
  if (!open_) return out_of_order();
  KECANG_ASSIGN(auto member, member_of(frame));
  if (member.index != open_->index) return out_of_order();
  open_.reset();
  auto writer = std::move(writer_);
  if (!writer) return {};
  const bool stored = member.state == MemberState::stored;
  if (stored) {
    wave_bytes_ += writer->size();
    member.size = writer->size();
    writers_.push_back(std::move(writer));
  }
  wave_.push_back({std::move(member), stored});
  return wave_.size() >= kWaveMembers || wave_bytes_ >= kWaveBytes ? store_wave() : Result<void>();
}

Result<void> MemberIntake::store_wave() {
  if (wave_.empty()) return {};
  KECANG_ASSIGN(const auto blobs, tools_.blobs.commit(std::exchange(writers_, {})));
  std::vector<StoredMember> members;
  auto blob = blobs.begin();
  for (auto& waiting : wave_) {
    auto said = tools_.guess(waiting.member.path);
    members.push_back({.member = std::move(waiting.member),
                       .blob = waiting.has_bytes ? std::optional(*blob++) : std::nullopt,
                       .title = std::move(said.title),
                       .tags = std::move(said.tags)});
  }
  wave_.clear();
  wave_bytes_ = 0;
  KECANG_ASSIGN(const auto may_replace, tools_.applying.rights(import_));
  KECANG_ASSIGN(import_,
                tools_.queue.store_members(target_.import, target_.job, target_.fence, members, may_replace));
  tools_.bell.ring();
  return {};
}

Result<Import> MemberIntake::finish() {
  if (open_ || !frames_.empty()) return out_of_order();
  KECANG_TRY(store_wave());
  return import_;
}

}  // namespace kecang
