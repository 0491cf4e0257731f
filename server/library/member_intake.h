#pragma once
/// Takes over the members of an archive as the indexer sends them: frames in, blobs and resources out, in
/// waves. One stream, one thread.
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "schemas/model/extraction.h"
#include "server/library/applying.h"
#include "server/library/arrival.h"
#include "server/library/work_bell.h"
#include "storage/blob_store.h"
#include "storage/catalog/work_queue.h"

namespace kecang {

struct IntakeTarget {
  ImportId import;
  JobId job;
  std::uint64_t fence = 0;
};

/// What members are taken over with; everything has to outlive the intake.
struct IntakeTools {
  WorkQueue& queue;
  BlobStore& blobs;
  WorkBell& bell;
  const GuessFromPath& guess;
  const Applying& applying;
};

class MemberIntake {
 public:
  /// Members the import already has are read past.
  static Result<MemberIntake> begin(const IntakeTools& tools, IntakeTarget target);

  /// The next bytes of the stream. corrupt/extract.protocol when they are no frames in a sensible order.
  Result<void> feed(std::string_view bytes);
  /// All bytes came: the import with everything durable. corrupt/extract.protocol if a member is not at its
  /// end.
  Result<Import> finish();

 private:
  MemberIntake(const IntakeTools& tools, IntakeTarget target, Import import);
  Result<void> take(const Frame& frame);
  Result<void> begin_member(const Frame& frame);
  Result<void> add_bytes(std::string_view bytes);
  Result<void> end_member(const Frame& frame);
  Result<void> store_wave();

  /// A member whose bytes are written and not yet durable.
  struct Waiting {
    Member member;
    bool has_bytes = false;
  };

  IntakeTools tools_;
  IntakeTarget target_;
  Import import_;
  FrameParser frames_;
  std::optional<Member> open_;          ///< begun and not ended
  std::unique_ptr<BlobWriter> writer_;  ///< of the open member, unless it is read past
  std::vector<Waiting> wave_;
  std::vector<std::unique_ptr<BlobWriter>> writers_;  ///< of those in the wave that have bytes, in order
  std::uint64_t wave_bytes_ = 0;
};

}  // namespace kecang
