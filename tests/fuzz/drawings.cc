/// Office's drawings and the pictures in them.
#include "indexer/extract/drawn_pictures.h"
#include "indexer/extract/inflated.h"
#include "indexer/extract/office_art.h"
#include "tests/fuzz/listener.h"
#include "tests/fuzz/targets.h"

namespace kecang::fuzz {

void run_drawings(std::string_view bytes) {
  bounded([&] {
    static_cast<void>(extract::drawing_size(bytes));
    static_cast<void>(extract::drawing_size(extract::inflated(bytes, kOutputLimit)));
    static_cast<void>(extract::art_pictures(bytes));
    static_cast<void>(extract::blip_bytes(bytes));
    static_cast<void>(extract::drawing_size(extract::blip_bytes(extract::first_blip(bytes))));
    for (const auto& blip : extract::blip_store(bytes))
      static_cast<void>(extract::drawing_size(extract::blip_bytes(blip.record)));
  });
}

}  // namespace kecang::fuzz
