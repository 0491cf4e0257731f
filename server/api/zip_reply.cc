#include "server/api/zip_reply.h"

#include "server/api/asking.h"
#include "server/api/guard.h"

namespace kecang::api {
namespace {

class ZipBody final : public http::BodyStream {
 public:
  explicit ZipBody(CollectionZip zip) : zip_(std::move(zip)) {}
  Result<std::size_t> read(std::span<char> into) override { return zip_.read(into); }

 private:
  CollectionZip zip_;
};

}  // namespace

http::Reply zip_of(PackedView packed, const http::Call& call, const Services& services,
                   const Caller& caller) {
  CollectionZip zip(
      std::move(packed), services.downloads, asked_again(call, services),
      [&trail = services.audit_trail, actor = caller.actor](const ResourceId& id, const Download& download) {
        return trail.downloaded(actor, id, download);
      },
      site_of(call, services.secure_cookies));
  KECANG_REPLY_ASSIGN(const auto title, zip.begin());
  http::Reply reply;
  reply.stream = std::make_shared<ZipBody>(std::move(zip));
  return std::move(reply)
      .with("Content-Type", "application/zip")
      .with("Content-Disposition", http::content_disposition(safe_file_name(title, "资源") + ".zip"))
      .with("Cache-Control", "no-store")
      .with("Vary", "Cookie, Authorization");
}

}  // namespace kecang::api
