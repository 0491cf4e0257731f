#include "server/library/agreement_files.h"

#include "schemas/base/text.h"
#include "schemas/base/trim.h"

namespace kecang {
namespace {

constexpr std::size_t kNameBytes = 200;

/// The last part of what the browser calls it.
Result<std::string> checked_name(std::string_view given) {
  auto name = text::nfc(trimmed(given.substr(given.find_last_of("/\\") + 1)));
  if (name.empty()) return Error::invalid("agreement.file_nameless").at("name");
  if (name.size() > kNameBytes)
    return Error::invalid("value.too_long").at("name").with("limit", std::to_string(kNameBytes));
  return name;
}

}  // namespace

Result<std::vector<AgreementFile>> AgreementFiles::list(const access::Viewer& viewer,
                                                        const AgreementId& id) const {
  KECANG_TRY(agreements_.view(viewer, id));
  return files_.files(id);
}

Result<OpenedAgreementFile> AgreementFiles::open(const access::Viewer& viewer, const AgreementId& id,
                                                 std::uint32_t number) const {
  KECANG_TRY(agreements_.view(viewer, id));
  OpenedAgreementFile opened;
  KECANG_ASSIGN(opened.file, files_.file(id, number));
  KECANG_ASSIGN(opened.bytes, blobs_.open(opened.file.blob));
  return opened;
}

Result<void> AgreementFiles::check_may_change(const access::Viewer& viewer, const AgreementId& id) const {
  KECANG_ASSIGN(const auto view, agreements_.view(viewer, id));
  if (view.agreement.state != AgreementState::draft) return Error::conflict("agreement.files_fixed");
  if (!view.may_edit) return Error::forbidden("agreement.not_yours");
  return {};
}

Result<AgreementFile> AgreementFiles::add(const Actor& actor, const access::Viewer& viewer,
                                          const AgreementId& id, const std::string& name,
                                          const Bytes& bytes) {
  KECANG_TRY(check_may_change(viewer, id));
  AgreementFile file;
  KECANG_ASSIGN(file.name, checked_name(name));
  KECANG_ASSIGN(auto writer, blobs_.begin());
  KECANG_TRY(bytes([&](std::string_view piece) { return writer->append(piece); }));
  if (writer->size() == 0) return Error::invalid("agreement.file_empty");
  std::vector<std::unique_ptr<BlobWriter>> wave;
  wave.push_back(std::move(writer));
  KECANG_ASSIGN(const auto stored, blobs_.commit(std::move(wave)));
  file.blob = stored.front().id;
  file.size = stored.front().size;
  file.by = viewer.id();
  return files_.add(actor, id, std::move(file));
}

Result<void> AgreementFiles::remove(const Actor& actor, const access::Viewer& viewer, const AgreementId& id,
                                    std::uint32_t number) {
  KECANG_TRY(check_may_change(viewer, id));
  return files_.remove(actor, id, number);
}

}  // namespace kecang
