#pragma once
/// What is made from an original so that it can be looked at: pages, thumbnails, a poster. It can be made
/// again at any time.
#include <cstdint>
#include <string>
#include <vector>

#include "schemas/model/describe.h"

namespace kecang {

struct DerivedFile {
  std::string name;  ///< document.pdf, page-0001.jpg …, poster.jpg
  std::string media_type;
  BlobId blob;
  std::uint64_t size = 0;
};
template <class V>
void describe(V& v, DerivedFile& f) {
  v("name", f.name);
  v("media_type", f.media_type);
  v.secret("blob", f.blob);
  v("size", f.size);
}

/// Stands under the original's digest, so that the same bytes are shown once, whoever holds them.
struct Derived {
  std::vector<DerivedFile> files;
  std::string reason;  ///< stable code when there is nothing to show, or not all of it
  Time made_at;
};
template <class V>
void describe(V& v, Derived& d) {
  v("files", d.files);
  v("reason", d.reason);
  v("made_at", d.made_at);
}

}  // namespace kecang

KECANG_NOUN(kecang::DerivedFile);
KECANG_NOUN(kecang::Derived);
