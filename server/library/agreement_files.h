#pragma once
/// The files of agreements as people meet them: for whoever sees the agreement, and changed by who may edit
/// its terms. Any thread may call.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/access/viewer.h"
#include "server/library/agreements.h"
#include "storage/blob_store.h"
#include "storage/catalog/agreement_files.h"

namespace kecang {

struct OpenedAgreementFile {
  AgreementFile file;
  std::shared_ptr<const BlobReader> bytes;
};

class AgreementFiles {
 public:
  using Bytes = std::function<Result<void>(const std::function<Result<void>(std::string_view)>& each)>;

  AgreementFiles(const Agreements& agreements, AgreementFileCatalog& files, BlobStore& blobs)
      : agreements_(agreements), files_(files), blobs_(blobs) {}

  /// not_found/agreement.absent for who does not see the agreement.
  Result<std::vector<AgreementFile>> list(const access::Viewer& viewer, const AgreementId& id) const;
  /// not_found/agreement.file_absent.
  Result<OpenedAgreementFile> open(const access::Viewer& viewer, const AgreementId& id,
                                   std::uint32_t number) const;
  /// forbidden/agreement.not_yours, invalid/agreement.file_nameless, agreement.file_empty and the errors of
  /// AgreementFileCatalog.
  Result<AgreementFile> add(const Actor& actor, const access::Viewer& viewer, const AgreementId& id,
                            const std::string& name, const Bytes& bytes);
  Result<void> remove(const Actor& actor, const access::Viewer& viewer, const AgreementId& id,
                      std::uint32_t number);

 private:
  Result<void> check_may_change(const access::Viewer& viewer, const AgreementId& id) const;

  const Agreements& agreements_;
  AgreementFileCatalog& files_;
  BlobStore& blobs_;
};

}  // namespace kecang
