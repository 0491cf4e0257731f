#pragma once
/// What people call the things ids stand for. Any thread may call.
#include <map>
#include <string>

#include "schemas/model/resource.h"
#include "storage/catalog/directory.h"

namespace kecang {

struct NamedUser {
  UserId id;
  std::string name;
};

/// For one answer: each name is looked up once. One thread.
class Names {
 public:
  explicit Names(const Directory& directory) : directory_(directory), version_(directory.version()) {}
  /// Empty for an empty id, and for what is not there any more.
  Result<std::string> school(const SchoolId& id);
  Result<std::string> group(const GroupId& id);
  Result<std::string> region(const RegionId& id);
  Result<std::string> agreement(const AgreementId& id);  ///< its title
  Result<std::string> group_or_agreement(const std::string& id);
  Result<std::string> user(const UserId& id);
  Result<std::string> target(const Release& release);

 private:
  template <class Find>
  Result<std::string> name_of(const std::string& id, Find find);

  const Directory& directory_;
  const std::uint64_t version_;               ///< of the directory, before anything was read
  std::map<std::string, std::string> known_;  ///< by id text: ids of different nouns never meet
};

}  // namespace kecang
