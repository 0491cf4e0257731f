#pragma once
/// The files of agreements. Who may see and change them is the use case's rule
/// (server/library/agreement_files.h). Any thread may call.
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/agreement.h"
#include "schemas/model/agreement_file.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

class AgreementFileCatalog {
 public:
  AgreementFileCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// In the order they came.
  Result<std::vector<AgreementFile>> files(const AgreementId& agreement) const;
  /// not_found/agreement.file_absent.
  Result<AgreementFile> file(const AgreementId& agreement, std::uint32_t number) const;
  /// Only while the agreement is a draft (conflict/agreement.files_fixed): what was approved is what it came
  /// with. too_large/value.too_many.
  Result<AgreementFile> add(const Actor& actor, const AgreementId& agreement, AgreementFile file);
  Result<void> remove(const Actor& actor, const AgreementId& agreement, std::uint32_t number);

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
