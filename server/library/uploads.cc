#include "server/library/uploads.h"

#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <utility>

#include "schemas/base/text.h"
#include "server/library/offering.h"

namespace kecang {
namespace {

/// Somebody who asks how far it got is done in a moment; who sends a piece may take for ever.
constexpr std::chrono::seconds kPatience{1};

constexpr std::size_t kNameBytes = 500;
constexpr std::size_t kMostOpen = 128;
constexpr std::size_t kSweepAtOnce = 200;
/// A long piece is made durable and recorded every so often.
constexpr std::uint64_t kRecordEvery = 64 * 1024 * 1024;
constexpr std::string_view kPartSuffix = ".part";

/// The last part of the name only, without what a browser or a hostile client put around it.
Result<std::string> tidy_name(std::string_view name) {
  const auto slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  std::string tidy;
  for (const char c : text::nfc(name))
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) tidy += c;
  tidy = text::clip(tidy, kNameBytes);
  if (tidy.empty() || tidy == "." || tidy == "..")
    return Error::invalid("upload.name_missing").at("filename");
  return tidy;
}

Result<std::vector<Release>> offered_to(const access::Viewer& viewer, const UploadRequest& request) {
  if (request.only_me) {
    if (!request.groups.empty()) return Error::invalid("upload.private_with_groups").at("groups");
    return std::vector<Release>{{ReleaseKind::user, viewer.id().text()}};
  }
  std::vector<Release> releases{{ReleaseKind::school, request.school.text()}};
  for (const auto& group : request.groups) {
    const Release release{ReleaseKind::group, group.text()};
    if (std::find(releases.begin(), releases.end(), release) == releases.end()) releases.push_back(release);
  }
  return releases;
}

class RunningChecksum {
 public:
  explicit RunningChecksum(ChecksumKind kind) : context_(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(context_.get(), kind == ChecksumKind::sha1 ? EVP_sha1() : EVP_sha256(), nullptr);
  }
  void update(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string finish() {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), &length);
    digest.resize(length);
    return digest;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

void remove_file(const std::filesystem::path& path) {
  std::error_code absent;
  std::filesystem::remove(path, absent);
}

}  // namespace

Uploads::Uploads(LibraryCatalog& catalog, BlobStore& blobs, AdmitBytes admit, WorkBell& bell,
                 const GuessFromPath& guess, const Clock& clock, UploadLimits limits)
    : catalog_(catalog),
      blobs_(blobs),
      admit_(std::move(admit)),
      bell_(bell),
      guess_(guess),
      clock_(clock),
      limits_(std::move(limits)) {}

std::filesystem::path Uploads::path_of(const UploadId& id) const {
  return limits_.folder / (id.text() + std::string(kPartSuffix));
}

Result<Upload> Uploads::create(const Actor& actor, const access::Viewer& viewer,
                               const UploadRequest& request) {
  if (request.length > limits_.max_bytes)
    return Error::too_large("upload.too_large").with("limit", std::to_string(limits_.max_bytes));
  Upload upload;
  KECANG_ASSIGN(upload.file_name, tidy_name(request.file_name));
  KECANG_ASSIGN(upload.releases, offered_to(viewer, request));
  KECANG_TRY(may_offer(viewer, request.school, upload.releases));
  KECANG_ASSIGN(const auto others, unfinished(viewer));
  if (others.size() >= UploadLimits::kUnfinishedPerUser) return Error::conflict("upload.too_many");
  KECANG_TRY(admit_(request.length));

  upload.id = UploadId::make(clock_.now());
  upload.user = viewer.id();
  upload.school = request.school;
  upload.length = request.length;
  upload.review = request.review;
  upload.created_at = clock_.now();
  upload.expires_at = upload.created_at + limits_.keep;
  KECANG_ASSIGN(auto made, UploadFile::create(path_of(upload.id), upload.length));
  std::shared_ptr<UploadFile> file = std::move(made);
  auto created = catalog_.create_upload(actor, upload);
  if (!created) {
    remove_file(file->path());
    return created;
  }
  remember(created->id, file);
  return finish_if_complete(actor, {std::move(*created), file, std::unique_lock(file->busy())});
}

Result<Uploads::Held> Uploads::hold(const AccessScope& scope, const UploadId& id) {
  KECANG_ASSIGN(auto upload, catalog_.upload(scope, id));
  if (upload.finished) return Held{std::move(upload), nullptr, {}};
  if (upload.expires_at <= clock_.now()) return Error::not_found("upload.expired");
  KECANG_ASSIGN(auto file, file_of(upload));
  std::unique_lock hold(file->busy(), kPatience);
  if (!hold) return Error::conflict("upload.in_use");
  // Whoever held it before may have finished it meanwhile.
  KECANG_ASSIGN(upload, catalog_.upload(scope, id));
  upload.offset = upload.finished ? upload.length : file->size();
  return Held{std::move(upload), std::move(file), std::move(hold)};
}

Result<std::shared_ptr<UploadFile>> Uploads::file_of(const Upload& upload) {
  const std::lock_guard lock(mutex_);
  if (const auto known = open_.find(upload.id); known != open_.end()) return known->second;
  KECANG_ASSIGN(auto opened, UploadFile::reopen(path_of(upload.id), upload.length));
  std::shared_ptr<UploadFile> file = std::move(opened);
  open_.emplace(upload.id, file);
  return file;
}

void Uploads::remember(const UploadId& id, std::shared_ptr<UploadFile> file) {
  const std::lock_guard lock(mutex_);
  if (open_.size() >= kMostOpen)
    std::erase_if(open_, [](const auto& entry) { return entry.second.use_count() == 1; });
  open_.emplace(id, std::move(file));
}

void Uploads::forget(const UploadId& id) {
  const std::lock_guard lock(mutex_);
  open_.erase(id);
}

Result<Upload> Uploads::find(const Actor& actor, const access::Viewer& viewer, const UploadId& id) {
  KECANG_ASSIGN(auto held, hold(viewer.scope(), id));
  // Complete and not finished: the server died between the last byte and the acknowledgement.
  if (held.upload.finished || held.upload.offset < held.upload.length) return std::move(held.upload);
  KECANG_TRY(may_offer(viewer, held.upload.school, held.upload.releases));
  return finish_if_complete(actor, std::move(held));
}

Result<Upload> Uploads::append(const Actor& actor, const access::Viewer& viewer, const UploadId& id,
                               const UploadPiece& piece) {
  KECANG_ASSIGN(auto held, hold(viewer.scope(), id));
  KECANG_TRY(may_offer(viewer, held.upload.school, held.upload.releases));
  if (piece.offset != held.upload.offset)
    return Error::conflict("upload.offset_differs").with("offset", std::to_string(held.upload.offset));
  if (held.upload.finished) return std::move(held.upload);
  if (piece.length.value_or(0) > held.upload.length - held.upload.offset)
    return Error::too_large("upload.beyond_length").with("length", std::to_string(held.upload.length));
  KECANG_TRY(receive(held, piece));
  return finish_if_complete(actor, std::move(held));
}

Result<void> Uploads::receive(Held& held, const UploadPiece& piece) {
  const auto before = held.file->size();
  auto received = piece.checksum ? receive_checked(held, piece) : take_bytes(held, piece);
  if (held.file->size() != before) KECANG_TRY(record_offset(held));
  return received;
}

Result<void> Uploads::receive_checked(Held& held, const UploadPiece& piece) {
  const auto before = held.file->size();
  if (auto taken = take_bytes(held, piece); !taken) {
    KECANG_TRY(held.file->cut(before));
    return taken;
  }
  RunningChecksum checksum(piece.checksum->kind);
  KECANG_TRY(held.file->read_from(before, [&](std::string_view bytes) { checksum.update(bytes); }));
  if (checksum.finish() == piece.checksum->digest) return {};
  KECANG_TRY(held.file->cut(before));
  return Error::invalid("upload.checksum_differs");
}

Result<void> Uploads::take_bytes(Held& held, const UploadPiece& piece) {
  auto recorded = held.file->size();
  return piece.bytes([&](std::string_view bytes) -> Result<void> {
    if (bytes.size() > held.upload.length - held.file->size())
      return Error::too_large("upload.beyond_length").with("length", std::to_string(held.upload.length));
    KECANG_TRY(admit_(0));
    KECANG_TRY(held.file->append(bytes));
    if (piece.checksum || held.file->size() - recorded < kRecordEvery) return {};
    recorded = held.file->size();
    return record_offset(held);
  });
}

Result<void> Uploads::record_offset(Held& held) {
  KECANG_TRY(held.file->sync());
  KECANG_ASSIGN(held.upload, catalog_.put_upload_offset(held.upload.id, held.file->size()));
  return {};
}

Result<Upload> Uploads::finish_if_complete(const Actor& actor, Held held) {
  auto& [upload, file, lock] = held;
  if (upload.finished || file->size() < upload.length) return std::move(upload);
  KECANG_TRY(file->sync());
  KECANG_ASSIGN(const auto digest, file->digest());
  // The store takes over a second name of the file: if we die before the import is written, the first is
  // still there and the same steps are taken again.
  const auto second_name = std::filesystem::path(file->path()).replace_extension(".whole");
  remove_file(second_name);
  if (::link(file->path().c_str(), second_name.c_str()) != 0)
    return Error::unavailable("upload.io_failed").because("link");
  ArrivedFile arriving{.blob = {},
                       .file_name = upload.file_name,
                       .school = upload.school,
                       .by = upload.user,
                       .releases = upload.releases,
                       .archive = false,
                       .review = upload.review,
                       .title = {},
                       .tags = {},
                       .lesson = {},
                       .key = {}};
  KECANG_ASSIGN(arriving.blob, blobs_.adopt(second_name.string(), digest));
  KECANG_ASSIGN(arriving, arrived(std::move(arriving), blobs_, guess_));
  KECANG_ASSIGN(const auto import, catalog_.accept(actor, arriving, upload.id));
  forget(upload.id);
  remove_file(file->path());
  remove_file(second_name);
  bell_.ring();
  upload.finished = true;
  upload.offset = upload.length;
  upload.import = import.id.text();
  return std::move(upload);
}

Result<void> Uploads::terminate(const Actor& actor, const access::Viewer& viewer, const UploadId& id) {
  KECANG_ASSIGN(const auto held, hold(viewer.scope(), id));
  KECANG_TRY(catalog_.erase_upload(actor, id));
  forget(id);
  if (held.file) remove_file(held.file->path());
  return {};
}

Result<std::vector<Upload>> Uploads::unfinished(const access::Viewer& viewer) const {
  KECANG_ASSIGN(auto uploads, catalog_.uploads_of(viewer.id()));
  std::erase_if(
      uploads, [this](const Upload& upload) { return upload.finished || upload.expires_at <= clock_.now(); });
  return uploads;
}

Result<std::size_t> Uploads::sweep() {
  KECANG_ASSIGN(const auto expired, catalog_.expired_uploads(clock_.now(), kSweepAtOnce));
  for (const auto& upload : expired) {
    KECANG_TRY(catalog_.erase_upload(Actor::operating(), upload.id));
    forget(upload.id);
    remove_file(path_of(upload.id));
  }
  return expired.size();
}

std::size_t Uploads::open() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

Result<void> Uploads::tidy() {
  constexpr std::size_t kEvery = 1'000'000;
  KECANG_ASSIGN(const auto known, catalog_.expired_uploads(kForever, kEvery));
  std::set<std::string> names;
  for (const auto& upload : known) names.insert(path_of(upload.id).filename().string());
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(limits_.folder, failure))
    if (!names.contains(entry.path().filename().string())) remove_file(entry.path());
  if (failure) return Error::unavailable("upload.io_failed").because(failure.message());
  return {};
}

}  // namespace kecang
