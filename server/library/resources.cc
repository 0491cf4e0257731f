#include "server/library/resources.h"

#include <algorithm>

#include "server/library/editing.h"
#include "server/library/tagging.h"

namespace kecang {
namespace {

constexpr int kWithdrawAttempts = 5;

Result<void> apply(const ResourceEdit& edit, const access::Viewer& viewer, Resource& resource) {
  if (edit.title) {
    KECANG_ASSIGN(resource.title, tidy_title(*edit.title));
  }
  for (const auto& [name, value] : edit.tags) KECANG_TRY(set_tag(resource, name, value));
  return edit.releases ? set_releases(resource, viewer, *edit.releases) : Result<void>();
}

Result<std::vector<NamedRelease>> named(const std::vector<Release>& releases, Names& names) {
  std::vector<NamedRelease> answer;
  for (const auto& release : releases) {
    KECANG_ASSIGN(auto name, names.target(release));
    answer.push_back({release, std::move(name)});
  }
  return answer;
}

void cut_answer(Question& question) {
  question.answer.clear();
  question.explanation.clear();
  question.answer_images.clear();
}

/// The files of a resource's pictures by what their names begin with.
class MadePictures {
 public:
  explicit MadePictures(const std::optional<Derived>& derived) {
    if (!derived) return;
    for (const auto& file : derived->files) files_[file.name.substr(0, file.name.rfind('.'))] = file.name;
  }

  std::vector<QuestionPicture> of(PictureOf of, const std::vector<std::string>& images) const {
    std::vector<QuestionPicture> pictures;
    for (const auto& image : images) {
      auto file = files_.find(picture_name(of, image));
      // What a stem shows, too, is made once.
      if (file == files_.end()) file = files_.find(picture_name(PictureOf::stem, image));
      pictures.push_back({image, file == files_.end() ? std::string() : file->second});
    }
    return pictures;
  }

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace

bool cut_answers(std::vector<Segment>& segments) {
  bool cut = false;
  for (auto& segment : segments) {
    if (segment.answers.empty()) continue;
    segment.text = text_without_answers(segment);
    segment.answers.clear();
    cut = true;
  }
  return cut;
}

Result<ResourceView> Resources::view(const access::Viewer& viewer, const ResourceId& id) const {
  KECANG_ASSIGN(auto resource, catalog_.resource(viewer.scope(), id));
  Names names(directory_);
  return view_of(viewer, std::move(resource), names);
}

Result<ResourceView> Resources::view_of(const access::Viewer& viewer, Resource resource, Names& names) const {
  ResourceView view;
  KECANG_ASSIGN(view.owner_name, names.school(resource.owner));
  KECANG_ASSIGN(view.created_by_name, names.user(resource.created_by));
  view.may_edit = viewer.can_edit(resource);
  view.actions = view.may_edit ? Actions::all() : actions_on(viewer.scope(), resource);
  if (view.may_edit) {
    KECANG_ASSIGN(view.releases, named(resource.releases, names));
    if (resource.lesson) {
      KECANG_ASSIGN(view.suggested, named(resource.lesson->suggested, names));
    }
  }
  view.resource = std::move(resource);
  return view;
}

Result<Resource> Resources::editable(const access::Viewer& viewer, const ResourceId& id) const {
  KECANG_ASSIGN(auto resource, catalog_.resource(viewer.scope(), id));
  if (!viewer.can_edit(resource)) return Error::forbidden("resource.not_editor");
  return resource;
}

Result<ResourceView> Resources::edit(const Actor& actor, const access::Viewer& viewer, const ResourceId& id,
                                     const ResourceEdit& edit) {
  KECANG_TRY(editable(viewer, id));
  KECANG_ASSIGN(auto changed,
                catalog_.change(actor, viewer.scope(), id, edit.version, "resource.edited",
                                [&](Resource& resource) { return apply(edit, viewer, resource); }));
  bell_.ring();
  Names names(directory_);
  return view_of(viewer, std::move(changed), names);
}

Result<void> Resources::withdraw(const Actor& actor, const access::Viewer& viewer, const ResourceId& id) {
  for (int attempt = 1;; ++attempt) {
    KECANG_ASSIGN(const auto resource, editable(viewer, id));
    const auto withdrawn = catalog_.change(actor, viewer.scope(), id, resource.version, "resource.withdrawn",
                                           [](Resource& one) -> Result<void> {
                                             one.state = FileState::withdrawn;
                                             return {};
                                           });
    // Its file may just have been read; withdrawing means it whatever its version.
    const bool again =
        !withdrawn && withdrawn.error().code() == "resource.changed" && attempt < kWithdrawAttempts;
    if (again) continue;
    if (!withdrawn) return withdrawn.error();
    bell_.ring();
    return {};
  }
}

/// Pages are read on while the index is being rebuilt; only the marks are missing then.
std::vector<std::string> Resources::words_of(const AccessScope& scope, const std::string& text) const {
  if (text.empty()) return {};
  auto found = index_.search(scope, {.text = text, .filters = {}, .limit = 0, .excluded = {}});
  return found ? std::move(found->words) : std::vector<std::string>();
}

Result<SegmentPage> Resources::segments(const AccessScope& scope, const ResourceId& id, std::uint32_t first,
                                        std::uint32_t limit, const std::string& text) const {
  KECANG_ASSIGN(const auto resource, catalog_.resource(scope, id));
  SegmentPage page{.first = first, .count = resource.segment_count, .answers_hidden = false, .items = {}};
  if (first >= resource.segment_count) return page;
  KECANG_ASSIGN(auto segments, catalog_.segments(scope, id, first, limit));
  page.answers_hidden = !may_see_answers(scope, resource) && cut_answers(segments);
  const auto words = words_of(scope, text);
  for (auto& segment : segments) {
    auto ranges = text::highlight(segment.text, words);
    page.items.push_back({.index = first++, .segment = std::move(segment), .ranges = std::move(ranges)});
  }
  return page;
}

Result<QuestionPage> Resources::questions(const AccessScope& scope, const ResourceId& id, std::uint32_t first,
                                          std::uint32_t limit) const {
  KECANG_ASSIGN(const auto resource, catalog_.resource(scope, id));
  QuestionPage page{.first = first,
                    .count = resource.question_count,
                    .answers = may_see_answers(scope, resource),
                    .items = {}};
  if (first >= resource.question_count) return page;
  KECANG_ASSIGN(auto questions, catalog_.questions(scope, id, first, limit));
  if (!page.answers)
    for (auto& question : questions) cut_answer(question);
  KECANG_ASSIGN(page.items, with_pictures(scope, id, std::move(questions)));
  return page;
}

Result<std::vector<ShownQuestion>> Resources::with_pictures(const AccessScope& scope, const ResourceId& id,
                                                            std::vector<Question> questions) const {
  const bool any = std::any_of(questions.begin(), questions.end(), [](const Question& question) {
    return !question.images.empty() || !question.answer_images.empty();
  });
  std::optional<Derived> derived;
  if (any) {
    KECANG_ASSIGN(derived, catalog_.derived(scope, id));
  }
  const MadePictures made(derived);
  std::vector<ShownQuestion> shown;
  for (auto& question : questions) {
    auto pictures = made.of(PictureOf::stem, question.images);
    auto answer_pictures = made.of(PictureOf::answer, question.answer_images);
    shown.push_back({std::move(question), std::move(pictures), std::move(answer_pictures)});
  }
  return shown;
}

}  // namespace kecang
