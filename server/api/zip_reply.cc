#include "server/api/zip_reply.h"

#include "server/api/asking.h"
#include "server/api/guard.h"

namespace kecang::api {
namespace {

class ZipBody final : public http::BodySource {
 public:
  explicit ZipBody(std::unique_ptr<CollectionZip> zip) : zip_(std::move(zip)) {}
  std::uint64_t size() const override { return zip_->size(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    return zip_->read_at(offset, into);
  }

 private:
  std::unique_ptr<CollectionZip> zip_;
};

}  // namespace

http::Reply zip_of(PackedView packed, const http::Call& call, const Services& services,
                   const Caller& caller) {
  auto zip = std::make_unique<CollectionZip>(
      ZipParts{.packed = std::move(packed),
               .downloads = services.downloads,
               .checksums = services.checksums,
               .viewer = asked_again(call, services),
               .taken = [&trail = services.audit_trail, actor = caller.actor](
                            const ResourceId& id,
                            const Download& download) { return trail.downloaded(actor, id, download); },
               .site = site_of(call, services.secure_cookies)});
  KECANG_REPLY_TRY(zip->lay_out());
  const auto name = safe_file_name(zip->title(), "资源") + ".zip";
  const auto tag = zip->tag();
  http::Reply reply;
  reply.source = std::make_shared<ZipBody>(std::move(zip));
  reply.ranges = http::Ranges::of_a_named_version;
  return std::move(reply)
      .with("Content-Type", "application/zip")
      .with("Content-Disposition", http::content_disposition(name))
      .with("Vary", "Cookie, Authorization")
      .etag(tag);
}

}  // namespace kecang::api
