#include "indexer/pipeline/next_generation.h"

#include <algorithm>
#include <utility>

#include "indexer/pipeline/index_document.h"
#include "indexer/pipeline/learning.h"
#include "schemas/base/text.h"
#include "storage/logging.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/learned_file.h"

namespace kecang::pipeline {
namespace {

constexpr std::uint64_t kSamples = 50;
constexpr std::size_t kMostSamples = 400;
/// Of a text, as somebody would type it.
constexpr std::size_t kSampleBytes = 36;
/// What may be left to read again while the live index waits for us.
constexpr std::size_t kFewChanges = 64;
constexpr std::chrono::milliseconds kTellEvery{500};
/// The new one is written twice (with holes, then without) while the live one stays.
constexpr std::uint64_t kRoomFactor = 2;
constexpr std::uint64_t kMebibyte = 1ULL << 20;

std::string piece_of(const indexing::Indexable& item) {
  if (item.segments.empty()) return {};
  const auto& text = item.segments[item.segments.size() / 2].text;
  return std::string(text::clip(text, kSampleBytes));
}

Error cut_short_error() {
  return Error::busy("pipeline.stopping");
}

}  // namespace

NextGeneration::NextGeneration(Surroundings here, RebuildWish wish) : here_(std::move(here)) {
  status_.wish = std::move(wish);
  status_.started = here_.clock.now();
  const auto last = here_.desk.status();
  was_cut_short_ = last && !has_ended(last->state) && last->wish.action == RebuildAction::rebuild;
  thread_ = std::thread([this] { run(); });
}

NextGeneration::~NextGeneration() {
  giving_up_ = true;
  if (thread_.joinable()) thread_.join();
}

void NextGeneration::run() {
  if (auto built = build(); !built) failed_ = std::move(built).error();
  ready_ = true;
  if (here_.ready) here_.ready();
}

Result<void> NextGeneration::build() {
  KECANG_TRY(choose());
  KECANG_TRY(reach("begun"));
  KECANG_TRY(fill());
  KECANG_TRY(reach("filled"));
  KECANG_TRY(compact());
  KECANG_TRY(reach("compacted"));
  KECANG_TRY(learn_labels());
  KECANG_TRY(reach("learned"));
  enter(RebuildState::comparing);
  KECANG_TRY(count_catalogue());
  KECANG_TRY(replay_most());
  return reach("replayed");
}

Result<RebuildStatus> NextGeneration::finish() {
  thread_.join();
  if (!failed_) {
    const auto last = [&]() -> Result<void> {
      KECANG_TRY(replay(take_changed(0)));
      KECANG_TRY(compare());
      return reach("compared");
    };
    if (auto compared = last(); !compared) failed_ = std::move(compared).error();
  }
  if (failed_) {
    if (failed_->code() == "pipeline.stopping") return std::move(*failed_);
    log::error("no new index was made", *failed_);
    return fail(*failed_);
  }
  const bool may_refuse = here_.live && !status_.wish.publish_anyway;
  if (is_worse(status_.comparison)) {
    log::warn(
        may_refuse ? "the new index is worse and not published" : "the new index is worse, yet published",
        {{"comparison", json_text(to_json(status_)["comparison"])}});
    if (may_refuse) return end(RebuildState::refused);
  }
  if (const auto published = publish(); !published) return fail(published.error());
  return end(RebuildState::done);
}

// -- which generation

Result<void> NextGeneration::choose() {
  enter(RebuildState::building);
  if (here_.live) {
    KECANG_ASSIGN(const auto counts, xapian::count_generation(here_.index, *here_.live));
    status_.total = counts.resources;
  }
  sample_every_ = std::max<std::uint64_t>(1, status_.total / kSamples);
  for (const auto& candidate : candidates()) {
    KECANG_ASSIGN(const bool goes, go_on_with(candidate));
    if (goes) return {};
  }
  if (status_.wish.action == RebuildAction::rollback) return Error::not_found("index.no_former");
  return begin_empty();
}

/// What may be gone on with, newest first: the former generation when it is asked for, what a crash cut
/// short, and whatever fits when there is no index that can be queried (the program went back to an older
/// version).
std::vector<std::string> NextGeneration::candidates() const {
  const bool rollback = status_.wish.action == RebuildAction::rollback;
  if (here_.live && !rollback && !was_cut_short_) return {};
  const auto live = xapian::live_generation(here_.index).value_or(std::nullopt);
  const auto former = xapian::former_generation(here_.index).value_or(std::nullopt);
  const bool former_too = !here_.live || rollback;
  auto all = xapian::all_generations(here_.index).value_or(std::vector<std::string>());
  std::erase_if(
      all, [&](const auto& name) { return name == live || (former && name == former->name && !former_too); });
  std::reverse(all.begin(), all.end());
  std::stable_partition(all.begin(), all.end(),
                        [&](const auto& name) { return former && name == former->name; });
  return all;
}

Result<bool> NextGeneration::go_on_with(const std::string& generation) {
  auto opened = xapian::Rebuild::resume(here_.index, generation, {.epoch = here_.epoch}, here_.clock);
  if (!opened) {
    // Another layout, another catalogue, half written: of no use.
    log::info("a generation cannot be gone on with",
              {{"generation", generation}, {"reason", std::string(opened.error().code())}});
    if (opened.error().code() == "store.disk_full") return std::move(opened).error();
    return false;
  }
  generation_.emplace(std::move(*opened));
  status_.generation = generation_->generation();
  Versions versions;
  const xapian::LocalReader reader(here_.index, {.generation = generation_->generation()});
  KECANG_TRY(reader.list([&](const ResourceId& id, std::uint64_t version) -> Result<void> {
    versions[id] = version;
    return {};
  }));
  there_ = std::move(versions);
  log::info("going on with a generation",
            {{"generation", status_.generation}, {"resources", std::to_string(there_->size())}});
  return true;
}

Result<void> NextGeneration::begin_empty() {
  KECANG_TRY(check_room());
  KECANG_ASSIGN(generation_, xapian::Rebuild::begin(here_.index, {.epoch = here_.epoch}, here_.clock));
  status_.generation = generation_->generation();
  return {};
}

std::uint64_t NextGeneration::free_bytes() const {
  std::error_code failed;
  const auto space = std::filesystem::space(here_.index.parent_path(), failed);
  return failed ? 0 : space.available;
}

Result<void> NextGeneration::check_room() const {
  const auto live = xapian::live_generation(here_.index).value_or(std::nullopt);
  std::uint64_t erased = 0;  // by the new one's beginning
  for (const auto& name : xapian::all_generations(here_.index).value_or(std::vector<std::string>()))
    if (name != live) erased += xapian::generation_bytes(here_.index, name);
  const auto wanted =
      here_.free_space_floor + (live ? kRoomFactor * xapian::generation_bytes(here_.index, *live) : 0);
  const auto free = free_bytes() + erased;
  if (free >= wanted) return {};
  return Error::unavailable("index.no_room")
      .with("wanted", std::to_string(wanted / kMebibyte))
      .with("free", std::to_string(free / kMebibyte));
}

// -- what goes in

Result<void> NextGeneration::fill() {
  return there_ ? fill_differences() : fill_empty();
}

Result<void> NextGeneration::fill_empty() {
  ResourceQuery query;
  do {
    if (cut_short()) return cut_short_error();
    KECANG_ASSIGN(const auto page, here_.client.resources(query));
    for (const auto& item : page.batch.items) {
      if (!is_findable(item)) continue;
      KECANG_TRY(generation_->add(index_document(item)));
      sample(item);
    }
    advance(page.batch.items.size());
    query.after = page.next;
    KECANG_TRY(reach("page"));
  } while (!query.after.empty());
  KECANG_TRY(generation_->writer().commit());
  return {};
}

Result<void> NextGeneration::fill_differences() {
  ResourceQuery query;
  query.text = false;
  do {
    if (cut_short()) return cut_short_error();
    KECANG_ASSIGN(const auto page, here_.client.resources(query));
    std::vector<ResourceId> differ;
    for (const auto& item : page.batch.items) {
      const auto found = there_->find(item.resource.id);
      const bool there = found != there_->end();
      if (is_findable(item) ? !there || found->second != item.version : there)
        differ.push_back(item.resource.id);
      if (there) there_->erase(found);
      if (is_findable(item)) sample(item);
    }
    KECANG_TRY(replay(differ));
    advance(page.batch.items.size());
    query.after = page.next;
    KECANG_TRY(reach("page"));
  } while (!query.after.empty());
  // The catalogue knows nothing of these. What came since the generation was live is not among them.
  for (const auto& [id, version] : *there_) KECANG_TRY(generation_->writer().remove(id));
  there_.reset();
  KECANG_TRY(generation_->writer().commit());
  return {};
}

Result<void> NextGeneration::compact() {
  if (status_.wish.action == RebuildAction::rollback) return {};
  enter(RebuildState::compacting);
  const auto bytes = xapian::generation_bytes(here_.index, generation_->generation());
  if (free_bytes() >= here_.free_space_floor + bytes) return generation_->compact();
  log::warn("no room to compact the new index", {{"bytes", std::to_string(bytes)}});
  return {};
}

/// From today's catalogue, the former generation's anew, too: what it knew may have been taken back since.
Result<void> NextGeneration::learn_labels() {
  KECANG_ASSIGN(const auto learning, learn(
                                         here_.client, [this] { return cut_short(); }, [](auto) {}));
  log::info("labels were learned from", {{"documents", std::to_string(learning.documents())}});
  learned_ = learning.learned();
  return xapian::write_learned(here_.index, generation_->generation(), learned_);
}

// -- what changed meanwhile

void NextGeneration::changed(const std::vector<DirtyMark>& marks) {
  const std::lock_guard lock(mutex_);
  changed_in_count_ += marks.size();
  for (const auto& mark : marks) {
    changed_.insert(mark.resource);
    std::erase_if(samples_, [&](const auto& sample) { return sample.id == mark.resource; });
  }
}

/// Nothing when there are fewer than `at_least`.
std::vector<ResourceId> NextGeneration::take_changed(std::size_t at_least) {
  const std::lock_guard lock(mutex_);
  if (changed_.size() < at_least) return {};
  std::vector<ResourceId> ids(changed_.begin(), changed_.end());
  changed_.clear();
  return ids;
}

Result<void> NextGeneration::replay_most() {
  for (auto ids = take_changed(kFewChanges); !ids.empty(); ids = take_changed(kFewChanges))
    KECANG_TRY(replay(ids));
  KECANG_TRY(generation_->writer().commit());
  return {};
}

/// As the catalogue has them now, which is never older than what the live index took over.
Result<void> NextGeneration::replay(const std::vector<ResourceId>& ids) {
  for (std::size_t done = 0; done < ids.size();) {
    if (cut_short()) return cut_short_error();
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(done);
    const auto count = std::min(ids.size() - done, InternalClient::kReadAtOnce);
    KECANG_ASSIGN(const auto batch, here_.client.read({first, first + static_cast<std::ptrdiff_t>(count)}));
    if (batch.items.empty()) return Error::internal("server.unexpected_answer").because("nothing was read");
    KECANG_TRY(take_over(batch));
    done += batch.items.size();  // of long texts the first ones alone
  }
  return {};
}

Result<void> NextGeneration::take_over(const indexing::IndexBatch& batch) {
  if (learned_.taught_by(who_may_not_teach(batch))) {
    learned_ = xapian::LearnedTerms::forget(xapian::LearnedTerms::Forgotten::taken_back);
    KECANG_TRY(xapian::write_learned(here_.index, generation_->generation(), learned_));
  }
  auto& writer = generation_->writer();
  for (const auto& item : batch.items) {
    if (is_findable(item)) {
      KECANG_TRY(writer.replace(index_document(item)));
    } else {
      KECANG_TRY(writer.remove(item.resource.id));
    }
  }
  return {};
}

// -- the comparison

/// A resource's own words, by which it has to be found.
void NextGeneration::sample(const indexing::Indexable& item) {
  if (seen_++ % sample_every_ != 0) return;
  const std::lock_guard lock(mutex_);
  if (samples_.size() >= kMostSamples) return;
  const auto add = [&](std::string text) {
    if (!text.empty())
      samples_.push_back({.id = item.resource.id, .scope_terms = item.scope_terms, .text = std::move(text)});
  };
  add(item.resource.title);
  add(piece_of(item));
}

Result<void> NextGeneration::count_catalogue() {
  {
    const std::lock_guard lock(mutex_);
    changed_in_count_ = 0;
  }
  auto& counts = status_.comparison;
  std::string after;
  do {
    if (cut_short()) return cut_short_error();
    KECANG_ASSIGN(const auto page, here_.client.findable(after));
    counts.resources_wanted += page.resources;
    counts.questions_wanted += page.questions;
    after = page.next;
  } while (!after.empty());
  return {};
}

Result<void> NextGeneration::compare() {
  KECANG_TRY(generation_->writer().commit());
  auto& comparison = status_.comparison;
  KECANG_ASSIGN(const auto found, xapian::count_generation(here_.index, status_.generation));
  comparison.resources_found = found.resources;
  comparison.questions_found = found.questions;
  KECANG_ASSIGN(const auto waiting, here_.client.claim({.limit = 0, .lease_ms = 0, .wait_ms = 0}));
  const std::lock_guard lock(mutex_);
  comparison.changing = changed_in_count_ + waiting.dirty;
  KECANG_ASSIGN(const auto answers,
                xapian::compare_generations(here_.index, here_.live, status_.generation, samples_));
  comparison.asked = answers.asked;
  comparison.same = answers.same;
  comparison.different = answers.different;
  comparison.fewer = answers.fewer;
  comparison.lost = answers.lost;
  comparison.first_lost = answers.first_lost;
  status_.compared_with_live = here_.live.has_value();
  return {};
}

Result<void> NextGeneration::publish() {
  // Told first: after a crash in between it is known that this wish has been answered.
  enter(RebuildState::publishing);
  KECANG_TRY(reach("publishing"));
  KECANG_TRY(generation_->publish());
  generation_.reset();  // its lock has to go before the live writer opens it
  return reach("published");
}

// -- what is told

Result<void> NextGeneration::reach(std::string_view step) const {
  if (here_.at) here_.at(step);
  if (cut_short() && step != "published") return cut_short_error();
  return {};
}

void NextGeneration::enter(RebuildState state) {
  status_.state = state;
  status_.updated = here_.clock.now();
  if (const auto told = here_.desk.tell(status_); !told)
    log::warn("the progress of the rebuild cannot be told", told.error());
}

void NextGeneration::advance(std::uint64_t more) {
  status_.done += more;
  const auto now = std::chrono::steady_clock::now();
  if (now - told_ < kTellEvery) return;
  told_ = now;
  enter(status_.state);
}

RebuildStatus NextGeneration::end(RebuildState state) {
  generation_.reset();
  enter(state);
  return status_;
}

RebuildStatus NextGeneration::fail(const Error& error) {
  status_.error = error.code();
  status_.error_params = error.params();
  return end(RebuildState::failed);
}

}  // namespace kecang::pipeline
