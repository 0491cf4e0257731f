#include "server/library/downloads.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace kecang {
namespace {

struct ShownType {
  std::string_view media_type;  ///< as the content was judged
  std::string_view content_type;
};

/// Whatever is not here is sent as bytes to be saved: HTML and SVG run scripts, office files would be handed
/// to programs.
constexpr auto kShown = std::to_array<ShownType>({
    {"application/pdf", "application/pdf"},
    {"image/png", "image/png"},
    {"image/jpeg", "image/jpeg"},
    {"image/gif", "image/gif"},
    {"image/webp", "image/webp"},
    {"video/mp4", "video/mp4"},
    {"video/webm", "video/webm"},
    {"audio/mpeg", "audio/mpeg"},
    {"audio/wav", "audio/wav"},
    {"audio/x-wav", "audio/wav"},
    {"text/plain", "text/plain"},
    {"text/markdown", "text/plain"},
    {"text/csv", "text/plain"},
    {"text/vtt", "text/plain"},
    {"application/x-subrip", "text/plain"},
});

std::string_view file_name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// The encoding's name was told by the process that read the file, which is not trusted.
bool is_charset_name(std::string_view name) {
  return !name.empty() && name.size() <= 20 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-';
  });
}

/// Text is shown in the encoding it was read in.
std::string content_type_of(const ShownType& shown, const DocumentHead& head) {
  std::string type(shown.content_type);
  if (type == "text/plain") type += "; charset=" + (is_charset_name(head.encoding) ? head.encoding : "UTF-8");
  return type;
}

/// What cannot be looked at but by its bytes; all else has pages and text.
bool is_watched(const Resource& resource) {
  const auto& type = resource.head.media_type;
  return type.starts_with("video/") || type.starts_with("audio/") || type.starts_with("image/");
}

}  // namespace

Result<Download> Downloads::open(const access::Viewer& viewer, const ResourceId& id, Purpose purpose) const {
  KECANG_ASSIGN(const auto resource, catalog_.resource(viewer.scope(), id));
  const bool taken = viewer.can_edit(resource) || actions_on(viewer.scope(), resource).has(Action::download);
  if (!taken && !(purpose == Purpose::watch && is_watched(resource)))
    return Error::forbidden("resource.download_not_granted");
  if (!resource.revision) return Error::not_found("resource.without_file");
  const auto& revision = *resource.revision;
  KECANG_ASSIGN(auto bytes, blobs_.open(revision.blob));
  Download download{.bytes = std::move(bytes),
                    .digest = revision.blob,
                    .revision = revision.id,
                    .file_name = std::string(file_name_of(revision.path)),
                    .content_type = "application/octet-stream",
                    .showing = Showing::download,
                    .owner = resource.owner,
                    .title = resource.title};
  const auto& media_type = resource.head.media_type.empty() ? revision.media_type : resource.head.media_type;
  const auto shown = std::find_if(kShown.begin(), kShown.end(),
                                  [&](const auto& type) { return type.media_type == media_type; });
  if (shown != kShown.end()) {
    download.content_type = content_type_of(*shown, resource.head);
    download.showing = Showing::inline_safe;
  }
  return download;
}

Result<std::optional<Derived>> Downloads::preview(const AccessScope& scope, const ResourceId& id) const {
  return catalog_.derived(scope, id);
}

Result<Download> Downloads::open_preview(const AccessScope& scope, const ResourceId& id,
                                         std::string_view name) const {
  KECANG_ASSIGN(const auto derived, catalog_.derived(scope, id));
  if (!derived) return Error::not_found("resource.without_preview");
  const auto file = std::find_if(derived->files.begin(), derived->files.end(),
                                 [&](const DerivedFile& one) { return one.name == name; });
  if (file == derived->files.end()) return Error::not_found("resource.without_preview");
  KECANG_ASSIGN(auto bytes, blobs_.open(file->blob));
  return Download{.bytes = std::move(bytes),
                  .digest = file->blob,
                  .revision = {},
                  .file_name = file->name,
                  .content_type = file->media_type,
                  .showing = Showing::inline_safe};
}

}  // namespace kecang
