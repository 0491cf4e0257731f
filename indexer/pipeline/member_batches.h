#pragma once
/// Takes an archive's members as kecang-extract tells them and hands them to the server in batches. What the
/// server already has is left out, so that unpacking goes on where it stopped. Not for use by several threads
/// at once.
#include <filesystem>

#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/spool.h"
#include "indexer/sandbox/extractor.h"

namespace kecang::pipeline {

class MemberBatches final : public ExtractSink {
 public:
  /// `job` unpacks an import of which the server holds the first `members_stored` members.
  MemberBatches(InternalClient& client, const Stop& stop, const Job& job, std::uint32_t members_stored,
                const std::filesystem::path& spool_folder);

  Result<void> member_begin(const Member& member) override;
  Result<void> member_data(std::string_view bytes) override;
  /// busy/pipeline.stopping when the program is to end: what was told so far is sent, the rest is for the
  /// next claim.
  Result<void> member_end(const Member& member) override;
  /// Sends the whole members that are left. Call when the archive is read to its end.
  Result<void> flush();
  /// Forgets what was not sent. Call before the archive is read again.
  void restart();

 private:
  InternalClient& client_;
  const Stop& stop_;
  const Job& job_;
  std::uint32_t stored_;
  Spool spool_;
  std::uint32_t members_ = 0;      ///< whole ones in the spool
  std::uint64_t whole_bytes_ = 0;  ///< of those
  bool skipping_ = false;          ///< the member now told is already stored
};

}  // namespace kecang::pipeline
