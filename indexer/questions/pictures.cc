#include "indexer/questions/pictures.h"

#include <map>
#include <set>

namespace kecang::questions {

void drop_ornaments(std::vector<Question>& questions) {
  constexpr std::size_t kMostQuestions = 5;
  std::map<std::string, std::set<std::uint32_t>> shown_in;
  for (const Question& question : questions)
    for (const auto* images : {&question.images, &question.answer_images})
      for (const auto& image : *images) shown_in[image].insert(question.index);
  for (Question& question : questions)
    for (auto* images : {&question.images, &question.answer_images})
      std::erase_if(*images, [&](const auto& image) { return shown_in[image].size() > kMostQuestions; });
}

}  // namespace kecang::questions
