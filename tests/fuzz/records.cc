/// Rows of the store, frames of the extractor, bodies of the internal API: CBOR and JSON of every noun.
#include <cstddef>
#include <cstdint>

#include "schemas/model/extraction.h"
#include "schemas/model/indexing.h"
#include "schemas/model/people.h"
#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "schemas/model/work.h"

namespace {

template <class Noun>
void read(std::string_view bytes) {
  const auto noun = kecang::from_cbor<Noun>(bytes);
  if (noun && kecang::to_cbor(*noun).empty()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kecang;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
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
  return 0;
}
