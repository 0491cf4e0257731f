#pragma once
/// What a file that arrived whole is taken for: an archive to be unpacked, or a resource with a title and
/// guesses.
#include <functional>
#include <string>
#include <string_view>

#include "schemas/base/result.h"
#include "schemas/model/resource.h"
#include "storage/blob_store.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

/// What path and name of a file tell about it.
struct PathGuess {
  std::string title;
  ResourceTags tags;
};
/// Any thread may call it.
using GuessFromPath = std::function<PathGuess(std::string_view path)>;

/// Judges by content: a ZIP that is no office document or e-book, 7z, tar; and by name what is called an
/// archive without being one, so that its import can say so.
Result<bool> is_archive(const BlobReader& bytes, std::string_view file_name);

/// Fills in what follows from the bytes and the name: `archive`, and otherwise `title` and `tags`.
Result<ArrivedFile> arrived(ArrivedFile file, const BlobStore& blobs, const GuessFromPath& guess);

}  // namespace kecang
