#pragma once
/// What is to become of the files of an import, while a person may still say so.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/model/describe.h"
#include "schemas/model/resource.h"

namespace kecang {

/// "Everything under 八上 is 八年级上册": what a person said of a folder of an import.
struct FolderRule {
  std::string folder;                       ///< without a slash at its end; empty: the whole archive
  std::map<std::string, std::string> tags;  ///< by name; an empty value clears
};
template <class V>
void describe(V& v, FolderRule& r) {
  v("folder", r.folder);
  v("tags", r.tags);
}

/// Whether a file stands in the folder or below it; everything stands below "".
inline bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

/// What is to be done with a planned file.
enum class EntryAction {
  add,        ///< it becomes a resource, or is linked where its bytes are one already
  replace,    ///< it becomes the new version of the resource `maybe` names
  leave_out,  ///< it stays in the archive only
};
template <>
struct EnumNames<EntryAction> {
  static constexpr auto values =
      std::array{std::pair{EntryAction::add, "add"}, std::pair{EntryAction::replace, "replace"},
                 std::pair{EntryAction::leave_out, "leave_out"}};
};

/// A resource of which a file may be a newer version; a person decides.
struct MaybeVersion {
  ResourceId resource;
  std::string title;
  std::string why;  ///< "name": the same name but for marks of versions; "text": nearly the same text
};
template <class V>
void describe(V& v, MaybeVersion& m) {
  v("resource", m.resource);
  v("title", m.title);
  v("why", m.why);
}

/// What the plan of an import says of one file.
struct EntryPlan {
  std::string title;
  bool titled = false;  ///< a person chose the title
  ResourceTags tags;
  EntryAction action = EntryAction::add;
  bool decided = false;  ///< a person chose the action
  std::optional<MaybeVersion> maybe;
  std::uint32_t same_as = 0;  ///< 1 + the index of an earlier file with the same bytes; 0: none
  bool unsure = false;        ///< a person should look at it
};
template <class V>
void describe(V& v, EntryPlan& p) {
  v("title", p.title);
  v("titled", p.titled);
  v("tags", p.tags);
  v("action", p.action);
  v("decided", p.decided);
  v("maybe", p.maybe);
  v("same_as", p.same_as);
  v("unsure", p.unsure);
}

/// A member of an archive as its name tells, or as its bytes tell, too.
struct PlannedMember {
  Member member;
  std::string title;
  ResourceTags tags;           ///< guesses
  bool surveyed = false;       ///< its bytes were looked at: what follows is known
  std::optional<BlobId> blob;  ///< what its bytes would be called
  std::uint32_t same_as = 0;   ///< 1 + the index of an earlier member with the same bytes; 0: none
  std::string sketch;          ///< of its text (schemas/base/sketch.h); may be empty
};
template <class V>
void describe(V& v, PlannedMember& p) {
  v("member", p.member);
  v("title", p.title);
  v("tags", p.tags);
  v("surveyed", p.surveyed);
  v("blob", p.blob);
  v("same_as", p.same_as);
  v("sketch", p.sketch);
}

/// Below it a guess is for a person to look at.
inline constexpr double kSureGuess = 0.6;
/// Whether a person should look at it: type or subject in doubt, or a version to be decided about.
inline bool is_doubtful(const EntryPlan& plan) {
  const auto sure = [](const Tag& tag) { return !tag.value.empty() && tag.confidence >= kSureGuess; };
  return plan.action != EntryAction::leave_out &&
         (!sure(plan.tags.type) || !sure(plan.tags.subject) || (plan.maybe && !plan.decided));
}

}  // namespace kecang

KECANG_NOUN(kecang::FolderRule);
KECANG_NOUN(kecang::MaybeVersion);
KECANG_NOUN(kecang::EntryPlan);
KECANG_NOUN(kecang::PlannedMember);
