#pragma once
/// Hands one recording of a drop folder to the server as a draft lesson. One thread.
#include <optional>
#include <string>

#include "indexer/pipeline/internal_client.h"
#include "indexer/recordings/draft.h"
#include "indexer/recordings/drop_folder.h"
#include "indexer/sandbox/extractor.h"
#include "storage/config.h"

namespace kecang::pipeline {

/// What a recording is handed over with; everything has to outlive the intake.
struct IntakeTools {
  InternalClient& client;
  Extractor& extractor;
  ExtractLimits limits;
  std::chrono::minutes ahead_of_utc{};
  const Stop& stop;
};

class RecordingIntake {
 public:
  RecordingIntake(const IntakeTools& tools, const Config::Drop::Folder& room)
      : tools_(tools), room_(room), folder_(room.path) {}

  /// The import the server made of the file, now or before: the bytes and what is known of them are durable
  /// there. conflict/drop.file_changed, drop.being_written, drop.cut_short: it is not whole. Other errors are
  /// those of the folder and of the server.
  Result<Import> take(const recordings::DroppedFile& file, const recordings::Schedule* schedule,
                      bool patient);

 private:
  std::string key_of(const recordings::DroppedFile& file) const;
  Result<indexing::Recording> described(const recordings::DroppedFile& file, int fd,
                                        const recordings::Schedule* schedule);

  const IntakeTools& tools_;
  const Config::Drop::Folder& room_;
  recordings::DropFolder folder_;
};

}  // namespace kecang::pipeline
