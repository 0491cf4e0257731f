#pragma once
/// What the library's labels teach (schemas/index-layout.md, "What labels teach"): read from the catalogue,
/// from resources that everybody may see today and from nothing else.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/progress.h"
#include "indexer/pipeline/stop.h"
#include "storage/xapian/label_learning.h"

namespace kecang::pipeline {

/// Whether everybody may see it and it has a place in a textbook.
bool may_teach(const indexing::Indexable& item);

/// Adds what the resource teaches.
void learn_from(const indexing::Indexable& item, xapian::LabelLearning& learning);

/// From all of the catalogue, in order of id. `cut_short` is asked now and then (busy/pipeline.stopping), and
/// `read` told how many resources were looked at.
Result<xapian::LabelLearning> learn(InternalClient& client, const std::function<bool()>& cut_short,
                                    const std::function<void(std::uint64_t)>& read);

/// Whether all of these (ascending) may teach now.
Result<bool> still_teach(InternalClient& client, const std::vector<ResourceId>& teachers,
                         const std::function<bool()>& cut_short);

struct LearnOptions {
  std::filesystem::path index;  ///< the index directory
  bool forget = false;          ///< nothing is related to anything until `learn` or a rebuild
  Show progress = Show::yes;
};

struct Learned {
  std::string generation;
  std::uint64_t documents = 0;  ///< that taught
  std::uint64_t pieces = 0;     ///< of labels, that are known now
};

/// The ids of those that may not teach.
std::vector<ResourceId> who_may_not_teach(const indexing::IndexBatch& batch);

/// `kecang-indexer learn`: for the live generation, whoever writes it; the server takes it up with its next
/// search. not_found/index.not_made while there is no index.
Result<Learned> learn_now(InternalClient& client, const LearnOptions& options, Stop& stop);

}  // namespace kecang::pipeline
