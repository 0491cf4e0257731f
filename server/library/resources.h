#pragma once
/// One resource as a person meets it: looked at, read page by page, changed, withdrawn. Any thread may call.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/snippet.h"
#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "server/access/viewer.h"
#include "server/library/names.h"
#include "server/library/work_bell.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/index.h"

namespace kecang {

struct NamedRelease {
  Release release;
  std::string name;
};

struct ResourceView {
  Resource resource;
  std::string owner_name;
  std::string created_by_name;
  bool may_edit = false;
  Actions actions;                                    ///< what this viewer may do with it
  std::optional<std::vector<NamedRelease>> releases;  ///< for those who may edit
  std::vector<NamedRelease> suggested;                ///< of a recorded lesson; for those who may edit
};

struct ResourceEdit {
  std::uint64_t version = 0;
  std::optional<std::string> title;
  std::map<std::string, std::string> tags;  ///< confirmed values by name of the tag; empty clears
  std::optional<std::vector<Release>> releases;
};
template <class V>
void describe(V& v, ResourceEdit& e) {
  v("version", e.version);
  v("title", e.title);
  v("tags", e.tags);
  v("releases", e.releases);
}

struct MarkedSegment {
  std::uint32_t index = 0;
  Segment segment;
  std::vector<text::TextRange> ranges;
};

/// Takes the answers out of the texts; false if none are printed there. A segment of nothing else stays,
/// empty, so that places remain the same.
bool cut_answers(std::vector<Segment>& segments);

struct SegmentPage {
  std::uint32_t first = 0;
  std::uint32_t count = 0;      ///< of all segments
  bool answers_hidden = false;  ///< answers are printed in the items, and cut out for this viewer
  std::vector<MarkedSegment> items;
};

struct QuestionPicture {
  std::string image;  ///< its name within the file
  std::string file;   ///< its name among what was made to be looked at; empty: not made, or not yet
};

/// A question as one viewer may see it: without the right to answers it has none, nor their pictures.
struct ShownQuestion {
  Question question;
  std::vector<QuestionPicture> pictures{};         ///< of stem and options
  std::vector<QuestionPicture> answer_pictures{};  ///< of answer and explanation
};

struct QuestionPage {
  std::uint32_t first = 0;
  std::uint32_t count = 0;  ///< of all questions
  bool answers = false;     ///< whether this viewer may see answers and explanations; else they are empty
  std::vector<ShownQuestion> items;
};

class Resources {
 public:
  Resources(LibraryCatalog& catalog, const IndexReader& index, const Directory& directory, WorkBell& bell)
      : catalog_(catalog), index_(index), directory_(directory), bell_(bell) {}

  Result<ResourceView> view(const access::Viewer& viewer, const ResourceId& id) const;
  /// What a resource that was just read looks like to this viewer.
  Result<ResourceView> view_of(const access::Viewer& viewer, Resource resource, Names& names) const;
  /// forbidden/resource.not_editor, conflict/resource.changed, invalid/resource.title_empty,
  /// resource.tag_unknown, resource.nobody_left; forbidden/release.not_yours for a target out of the editor's
  /// reach.
  Result<ResourceView> edit(const Actor& actor, const access::Viewer& viewer, const ResourceId& id,
                            const ResourceEdit& edit);
  Result<void> withdraw(const Actor& actor, const access::Viewer& viewer, const ResourceId& id);
  /// From `first` on, with the places of what the query `text` looks for.
  Result<SegmentPage> segments(const AccessScope& scope, const ResourceId& id, std::uint32_t first,
                               std::uint32_t limit, const std::string& text) const;
  Result<QuestionPage> questions(const AccessScope& scope, const ResourceId& id, std::uint32_t first,
                                 std::uint32_t limit) const;

 private:
  std::vector<std::string> words_of(const AccessScope& scope, const std::string& text) const;
  Result<std::vector<ShownQuestion>> with_pictures(const AccessScope& scope, const ResourceId& id,
                                                   std::vector<Question> questions) const;
  Result<Resource> editable(const access::Viewer& viewer, const ResourceId& id) const;

  LibraryCatalog& catalog_;
  const IndexReader& index_;
  const Directory& directory_;
  WorkBell& bell_;
};

}  // namespace kecang
