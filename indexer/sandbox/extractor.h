#pragma once
/// Runs kecang-extract on one file: a separate, confined, short-lived process (memory, CPU, output and
/// wall-clock limits; the whole process group is killed). Whatever happens to it is one file's problem. Any
/// thread may call.
#include <memory>
#include <string>
#include <string_view>

#include "schemas/base/clock.h"
#include "schemas/model/extraction.h"
#include "schemas/model/question.h"

namespace kecang {

struct ExtractLimits {
  std::uint64_t memory_bytes = 1ULL << 30;  ///< address space
  seconds cpu{60};
  milliseconds wall{90'000};  ///< that we wait for the child; the sink's own time does not count
  std::uint64_t output_bytes = 64ULL << 20;  ///< of text; archives: of everything unpacked
  std::uint64_t members = 200'000;  ///< of an archive that are unpacked; more are listed as too_large
  std::uint64_t ratio = 200;        ///< bytes unpacked over the archive's own, beyond which it is a bomb
  /// names: the encoding of the members' names, as charset_name has it; empty: as they seem to be.
  std::string charset{};
};

/// LibreOffice maps 0.7 GiB for an ordinary document and more for pictures, and long tables take their time.
inline ExtractLimits preview_limits() {
  return {.memory_bytes = 3ULL << 30,
          .cpu = seconds{60},
          .wall = milliseconds{300'000},  // it gives way to everything else
          .output_bytes = 96ULL << 20};
}

enum class ExtractTask {
  text,     ///< head and segments
  members,  ///< an archive's members with their bytes
  names,    ///< an archive's members without their bytes: quick, and their sizes are what the archive says
  ocr,      ///< head and segments read off the picture a file is, or off its pages; slow
  preview,  ///< files made from it, as members with names of ours (schemas/extraction-protocol.md); slow
};

/// Receives what the child says, in order, on the calling thread. An error stops the child and is returned by
/// `run`.
class ExtractSink {
 public:
  virtual ~ExtractSink() = default;
  virtual Result<void> head(const DocumentHead&) { return {}; }
  // By value, because who overrides them keeps what comes. NOLINTBEGIN(performance-unnecessary-value-param)
  virtual Result<void> segment(Segment) { return {}; }
  virtual Result<void> question(Question) { return {}; }
  /// Of a segment that came before.
  virtual Result<void> answers(SegmentAnswers) { return {}; }
  // NOLINTEND(performance-unnecessary-value-param)
  virtual Result<void> member_begin(const Member&) { return {}; }
  virtual Result<void> member_data(std::string_view) { return {}; }
  virtual Result<void> member_end(const Member&) { return {}; }
};

class Extractor {
 public:
  virtual ~Extractor() = default;
  /// `file` is a read-only descriptor the caller keeps (its offset may move); `name` is the file's own name,
  /// a hint for its type. A crash answers {broken, extract.crashed}; limits answer {too_large | partial,
  /// extract.out_of_time | extract.out_of_memory | extract.output_limit}: partial when text came before.
  /// Errors are only ours (cannot start, sink failed).
  virtual Result<ExtractEnd> run(ExtractTask task, int file, std::string_view name,
                                 const ExtractLimits& limits, ExtractSink& sink) = 0;
};

/// What to do where the kernel offers nothing to confine a reader with.
enum class Confinement {
  required,  ///< read nothing: {unsupported, extract.not_confined}
  optional,  ///< read all the same, because the operator said so
};

/// `program` is the path of kecang-extract.
Result<std::unique_ptr<Extractor>> make_process_extractor(std::string program,
                                                          Confinement confinement = Confinement::required);

}  // namespace kecang
