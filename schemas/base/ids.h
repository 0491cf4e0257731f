#pragma once
/// Ids: 26 characters of Crockford base 32 (48 bits of milliseconds, 80 random bits; the ULID layout), so
/// that they sort by the time they were made and cannot be guessed. Each noun has its own type: a ResourceId
/// is no GroupId.
#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"

namespace kecang {

/// 26 characters, `[0-9A-HJKMNP-TV-Z]`. Any thread may call; ids of one millisecond and one thread ascend.
std::string new_id_text(Time now);
bool is_id_text(std::string_view text);

template <class Tag>
class Id {
 public:
  Id() = default;
  static Id make(Time now) { return Id(new_id_text(now)); }
  /// invalid/id.malformed when the text is no id.
  static Result<Id> parse(std::string_view text) {
    if (!is_id_text(text)) return Error::invalid("id.malformed");
    return Id(std::string(text));
  }
  /// For text this process or its store wrote.
  static Id trusted(std::string text) { return Id(std::move(text)); }
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
using TokenId = Id<struct TokenTag>;
using SchoolId = Id<struct SchoolTag>;
using GroupId = Id<struct GroupTag>;
using MembershipId = Id<struct MembershipTag>;
using ResourceId = Id<struct ResourceTag>;
using RevisionId = Id<struct RevisionTag>;
using UploadId = Id<struct UploadTag>;
using ImportId = Id<struct ImportTag>;
using JobId = Id<struct JobTag>;
using RegionId = Id<struct RegionTag>;
using AgreementId = Id<struct AgreementTag>;
using RequestId = Id<struct RequestTag>;

}  // namespace kecang

template <class Tag>
struct std::hash<kecang::Id<Tag>> {
  std::size_t operator()(const kecang::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
