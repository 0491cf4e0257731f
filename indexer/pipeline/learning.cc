#include "indexer/pipeline/learning.h"

#include <algorithm>
#include <vector>

#include "indexer/pipeline/index_document.h"
#include "schemas/model/access_scope.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/learned_file.h"

namespace kecang::pipeline {
namespace {

/// The place in a textbook and the places above it: 第五章 相交线与平行线 and 5.1 相交线.
std::vector<std::string_view> labels_of(const Resource& resource) {
  std::vector<std::string_view> labels;
  std::string_view node = resource.tags.node.value;
  while (!node.empty()) {
    const auto slash = node.find('/');
    if (slash != 0) labels.push_back(node.substr(0, slash));
    node = slash == std::string_view::npos ? std::string_view() : node.substr(slash + 1);
  }
  return labels;
}

/// While resources are taken back all the time nothing is learned here; who writes the index learns later.
constexpr int kAttempts = 3;

Result<void> read_and_learn(InternalClient& client, const std::vector<ResourceId>& ids,
                            xapian::LabelLearning& learning) {
  for (std::size_t done = 0; done < ids.size();) {
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(done);
    const auto count = std::min(ids.size() - done, InternalClient::kReadAtOnce);
    KECANG_ASSIGN(const auto batch, client.read({first, first + static_cast<std::ptrdiff_t>(count)}));
    if (batch.items.empty()) return Error::internal("server.unexpected_answer").because("nothing was read");
    for (const auto& item : batch.items) learn_from(item, learning);
    done += batch.items.size();  // of long texts the first ones alone
  }
  return {};
}

}  // namespace

bool may_teach(const indexing::Indexable& item) {
  const auto& terms = item.scope_terms;
  const bool everyone = std::find(terms.begin(), terms.end(), scope_term::everyone()) != terms.end();
  return everyone && is_findable(item) && !item.resource.tags.node.value.empty();
}

void learn_from(const indexing::Indexable& item, xapian::LabelLearning& learning) {
  if (!may_teach(item)) return;
  // Everybody may read the text, but not the answers printed in it.
  std::vector<std::string> passages;
  passages.reserve(item.segments.size());
  for (const auto& segment : item.segments) passages.push_back(text_without_answers(segment));
  std::vector<std::string_view> texts{item.resource.title};
  texts.insert(texts.end(), passages.begin(), passages.end());
  learning.add(labels_of(item.resource), texts, item.resource.id);
}

std::vector<ResourceId> who_may_not_teach(const indexing::IndexBatch& batch) {
  std::vector<ResourceId> ids;
  for (const auto& item : batch.items)
    if (!may_teach(item)) ids.push_back(item.resource.id);
  return ids;
}

Result<xapian::LabelLearning> learn(InternalClient& client, const std::function<bool()>& cut_short,
                                    const std::function<void(std::uint64_t)>& read) {
  xapian::LabelLearning learning;
  ResourceQuery query;
  query.text = false;
  std::uint64_t looked_at = 0;
  do {
    if (cut_short()) return Error::busy("pipeline.stopping");
    KECANG_ASSIGN(const auto page, client.resources(query));
    std::vector<ResourceId> teachers;
    for (const auto& item : page.batch.items)
      if (may_teach(item)) teachers.push_back(item.resource.id);
    KECANG_TRY(read_and_learn(client, teachers, learning));
    read(looked_at += page.batch.items.size());
    query.after = page.next;
  } while (!query.after.empty());
  return learning;
}

Result<bool> still_teach(InternalClient& client, const std::vector<ResourceId>& teachers,
                         const std::function<bool()>& cut_short) {
  std::vector<ResourceId> now;
  ResourceQuery query;
  query.text = false;
  do {
    if (cut_short()) return Error::busy("pipeline.stopping");
    KECANG_ASSIGN(const auto page, client.resources(query));
    for (const auto& item : page.batch.items)
      if (may_teach(item)) now.push_back(item.resource.id);
    query.after = page.next;
  } while (!query.after.empty());
  std::sort(now.begin(), now.end());
  return std::includes(now.begin(), now.end(), teachers.begin(), teachers.end());
}

Result<Learned> learn_now(InternalClient& client, const LearnOptions& options, Stop& stop) {
  KECANG_ASSIGN(const auto live, xapian::live_generation(options.index));
  if (!live) return Error::not_found("index.not_made");
  using xapian::LearnedTerms;
  const auto write = [&](const LearnedTerms& learned) {
    return xapian::write_learned(options.index, *live, learned);
  };
  Learned told{.generation = *live};
  if (options.forget) {
    KECANG_TRY(write(LearnedTerms::forget(LearnedTerms::Forgotten::wished)));
    return told;
  }
  Progress progress("学习 learn", "", options.progress);
  const auto cut_short = [&] { return stop.requested(); };
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    KECANG_ASSIGN(const auto learning,
                  learn(client, cut_short, [&](std::uint64_t read) { progress.update(read, 0); }));
    const auto learned = learning.learned();
    KECANG_TRY(write(learned));
    // Whoever writes the index looks at what is taken back from now on; not at what was, while we read.
    KECANG_ASSIGN(const bool good, still_teach(client, learned.teachers(), cut_short));
    if (!good) {
      KECANG_TRY(write(LearnedTerms::forget(LearnedTerms::Forgotten::taken_back)));
      continue;
    }
    progress.finish();
    told.documents = learning.documents();
    told.pieces = learned.size();
    break;
  }
  return told;
}

}  // namespace kecang::pipeline
