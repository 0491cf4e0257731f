#include "schemas/model/extraction.h"
#include "schemas/model/import.h"
#include "schemas/model/indexing.h"
#include "schemas/model/people.h"
#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "schemas/model/work.h"
#include "tests/fuzz/targets.h"

namespace kecang::fuzz {
namespace {

template <class Noun>
void read(std::string_view bytes) {
  const auto noun = from_cbor<Noun>(bytes);
  if (noun && to_cbor(*noun).empty()) __builtin_trap();
}

void read_frames(std::string_view bytes) {
  FrameParser parser;
  parser.feed(bytes);
  for (auto frame = parser.next(); frame && *frame; frame = parser.next()) continue;
}

}  // namespace

void run_records(std::string_view bytes) {
  read<Resource>(bytes);
  read<Import>(bytes);
  read<Job>(bytes);
  read<User>(bytes);
  read<Membership>(bytes);
  read<Question>(bytes);
  read<Segment>(bytes);
  read<DocumentHead>(bytes);
  read<Member>(bytes);
  read<ExtractEnd>(bytes);
  read<indexing::Outcome>(bytes);
  read<indexing::IndexBatch>(bytes);
  read<indexing::RecordBatch>(bytes);
  if (const auto json = parse_json(bytes)) {
    const auto record = from_json<indexing::Record>(*json);
    static_cast<void>(record);
  }
  read_frames(bytes);
}

}  // namespace kecang::fuzz
