#include "server/main/running.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "schemas/model/rebuild.h"
#include "server/http/head.h"
#include "server/http/static_files.h"
#include "server/library/epoch.h"
#include "server/main/data_folder.h"
#include "server/main/mail.h"
#include "storage/catalog/title_rows.h"
#include "storage/logging.h"

namespace kecang {
namespace {

namespace fs = std::filesystem;

constexpr milliseconds kSweepEvery{60'000};
constexpr std::size_t kTitleTransactions = 100;  // in one sweep
constexpr milliseconds kIndexerPatience{15'000};
constexpr seconds kRequestPatience{10};

/// The folder this program stands in.
fs::path program_folder() {
  std::error_code failure;
  return fs::read_symlink("/proc/self/exe", failure).parent_path();
}

/// Data files that belong to the program: beside it in a build, in share/kecang where it is installed.
fs::path installed(const char* name) {
  std::error_code ignored;
  const auto beside = program_folder() / name;
  return fs::exists(beside, ignored) ? beside : program_folder().parent_path() / "share" / "kecang" / name;
}

/// The pages, or nothing but "not found" where they are not installed.
http::Handler pages(const Config& config) {
  const auto folder = config.server.web.empty() ? installed("web") : config.server.web;
  auto files = http::StaticFiles::load(folder.string());
  if (files) return files->handler();
  log::warn("the pages are not there; only the API is served", files.error());
  return [](http::Call&) { return http::Reply::problem(Error::not_found("http.route_not_found")); };
}

http::ServerOptions listener(const Config::Server& server) {
  http::ServerOptions options;
  options.address = server.address;
  options.port = server.port;
  options.threads = server.threads;
  options.connections = server.connections;
  options.connections_per_address = server.connections_per_address;
  options.trusted_proxies = server.trusted_proxies;
  return options;
}

/// An address the indexer on this machine can connect to.
std::string reachable(const std::string& address, int port) {
  const auto host = address == "0.0.0.0" ? "127.0.0.1" : address == "::" ? "::1" : address;
  const bool bracketed = host.find(':') != std::string::npos;
  return (bracketed ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

/// What the indexer tells of the last rebuild of the index; of none, zeros.
RebuildStatus rebuild_status(const fs::path& data) {
  std::ifstream in(data / "indexer" / "rebuild.json", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto json = parse_json(text);
  if (!in || !json) return {};
  return from_json<RebuildStatus>(*json).value_or(RebuildStatus());
}

std::uint64_t free_bytes(const fs::path& place) {
  std::error_code failure;
  const auto space = fs::space(place, failure);
  return failure ? 0 : space.available;
}

struct HelperMeaning {
  const char* program;
  const char* costs;
};
constexpr auto kHelpers = std::to_array<HelperMeaning>({
    {"pdftotext", "PDF 的文字无法读取，只能保存和下载 the text of PDF files is not read"},
});

bool on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string_view list = path == nullptr ? "/usr/bin:/bin" : path;
  while (!list.empty()) {
    const auto colon = std::min(list.find(':'), list.size());
    std::error_code ignored;
    if (fs::exists(fs::path(list.substr(0, colon)) / program, ignored)) return true;
    list.remove_prefix(std::min(colon + 1, list.size()));
  }
  return false;
}

}  // namespace

Result<RunningServer::Parts> RunningServer::open(const Config& config) {
  const auto& data = config.storage.data;
  Parts parts;
  KECANG_ASSIGN(parts.stores, Stores::open(config));
  KECANG_ASSIGN(parts.passwords, access::Passwords::create());
  KECANG_ASSIGN(parts.vocabulary, LiveVocabulary::load(installed("vocab"), data / "vocab"));
  KECANG_ASSIGN(parts.epoch, store_epoch(*parts.stores.catalog.meta, *parts.stores.catalog.clock));
  parts.token = random_token();
  KECANG_TRY(write_private(token_file(data), parts.token));
  return parts;
}

Result<std::unique_ptr<RunningServer>> RunningServer::start(const Config& config,
                                                            std::vector<std::string> indexer_command) {
  KECANG_TRY(check_data_folder(config.storage.data));
  KECANG_TRY(make_data_folder(config.storage.data));
  KECANG_ASSIGN(auto parts, open(config));
  std::unique_ptr<RunningServer> server(new RunningServer(config, std::move(parts)));
  KECANG_TRY(server->employ_postman());
  KECANG_TRY(server->uploads_.tidy());
  KECANG_TRY(server->listen(std::move(indexer_command)));
  return server;
}

RunningServer::RunningServer(const Config& config, Parts parts)
    : config_(config),
      stores_(std::move(parts.stores)),
      passwords_(std::move(parts.passwords)),
      vocabulary_(std::move(parts.vocabulary)),
      floor_(config.storage.data, config.storage.free_space_floor),
      guess_([this](std::string_view path) { return vocabulary_->guess(path); }),
      index_(*stores_.index, *stores_.catalog.clock, config.search.cache_bytes),
      sessions_(*stores_.catalog.directory, *passwords_, *stores_.catalog.clock),
      resources_(*stores_.library, index_, *stores_.catalog.directory, bell_),
      search_(*stores_.library, index_, resources_, *stores_.catalog.directory, *vocabulary_),
      question_search_(*stores_.library, index_, resources_, *stores_.catalog.directory, *vocabulary_),
      suggest_(*stores_.library, index_, *stores_.catalog.directory, *vocabulary_),
      saved_searches_(*stores_.saved_searches, search_, resources_, *stores_.library, index_,
                      *stores_.catalog.directory, *stores_.catalog.clock),
      similar_(*stores_.library, index_, resources_, *stores_.catalog.directory),
      downloads_(*stores_.library, *stores_.blobs),
      checksums_(*stores_.catalog.meta),
      uploads_(*stores_.library, *stores_.blobs, [this](std::uint64_t bytes) { return floor_.admit(bytes); },
               bell_, guess_, *stores_.catalog.clock,
               {.folder = uploads_folder(config.storage.data),
                .max_bytes = config.upload.max_bytes,
                .keep = std::chrono::hours{config.upload.expire_hours}}),
      imports_(*stores_.library, *stores_.catalog.directory),
      review_(*stores_.library, bell_),
      applying_(*stores_.catalog.directory, *stores_.catalog.clock),
      people_(*stores_.catalog.directory, *stores_.catalog.clock),
      agreements_(*stores_.catalog.directory, *stores_.catalog.clock),
      agreement_files_(agreements_, *stores_.agreement_files, *stores_.blobs),
      group_requests_(*stores_.group_requests, *stores_.hand_overs, *stores_.library,
                      *stores_.catalog.directory, bell_, *stores_.catalog.clock),
      request_plans_(*stores_.group_requests, *stores_.catalog.directory, *stores_.library,
                     *stores_.catalog.clock),
      reminders_(*stores_.catalog.directory, *stores_.catalog.clock),
      collections_(*stores_.collections, *stores_.library, resources_, *stores_.catalog.directory),
      submissions_(*stores_.submissions, *stores_.library, *stores_.catalog.directory, bell_,
                   *stores_.catalog.clock),
      standards_(*stores_.standards, *stores_.library, *stores_.catalog.directory),
      access_requests_(*stores_.access_requests, *stores_.titles, *stores_.library,
                       *stores_.catalog.directory, bell_, *stores_.catalog.clock),
      batch_releases_(resources_, *stores_.library),
      lineage_(*stores_.hand_overs, *stores_.library, *stores_.catalog.directory),
      standard_notices_(*stores_.standards, *stores_.used_versions, *stores_.library,
                        *stores_.catalog.directory, *stores_.catalog.clock),
      notices_(*stores_.catalog.meta, *stores_.catalog.clock),
      inbox_(agreements_, group_requests_, submissions_, reminders_, access_requests_, standard_notices_,
             notices_, *stores_.catalog.clock),
      basket_(*stores_.library, resources_, *stores_.catalog.directory),
      bulk_edit_catalog_(*stores_.catalog.meta, *stores_.catalog.clock),
      bulk_edits_(bulk_edit_catalog_, *stores_.library, *stores_.catalog.directory, bell_),
      desk_catalog_(*stores_.catalog.meta, *stores_.catalog.clock),
      desk_(desk_catalog_, *stores_.library, resources_, *stores_.catalog.directory, *stores_.catalog.clock),
      digests_(notices_, search_, *stores_.catalog.directory, *stores_.catalog.clock,
               config.mail.host.empty() ? Digests::Letters::off : Digests::Letters::on),
      regions_(*stores_.catalog.directory),
      textbook_maps_(*stores_.library, index_, resources_, *stores_.catalog.directory, *vocabulary_),
      explaining_(*stores_.catalog.directory, *stores_.library, *stores_.catalog.clock),
      audit_trail_(*stores_.catalog.directory, *stores_.used_versions, *stores_.library,
                   [](const Actor& actor, const ResourceId& id, const Error& error) {
                     log::warn("a download could not be written into the audit trail",
                               {{"user", actor.id}, {"resource", id.text()}, {"error", error.describe()}});
                   }),
      roster_(*stores_.catalog.directory, *passwords_, *stores_.catalog.clock),
      administration_(*stores_.catalog.directory, *passwords_, *vocabulary_, [this] { return status(); }),
      indexing_(*stores_.queue, *stores_.catalog.directory, *vocabulary_, bell_, *stores_.catalog.clock,
                std::move(parts.epoch)),
      moving_in_(*stores_.catalog.directory, *stores_.library, *stores_.queue, *stores_.blobs, bell_, guess_,
                 review_, *stores_.catalog.clock),
      services_{.sessions = sessions_,
                .search = search_,
                .question_search = question_search_,
                .saved_searches = saved_searches_,
                .similar = similar_,
                .suggest = suggest_,
                .resources = resources_,
                .downloads = downloads_,
                .checksums = checksums_,
                .uploads = uploads_,
                .imports = imports_,
                .review = review_,
                .people = people_,
                .agreements = agreements_,
                .agreement_files = agreement_files_,
                .group_requests = group_requests_,
                .request_plans = request_plans_,
                .reminders = reminders_,
                .access_requests = access_requests_,
                .batch_releases = batch_releases_,
                .lineage = lineage_,
                .inbox = inbox_,
                .collections = collections_,
                .submissions = submissions_,
                .standards = standards_,
                .basket = basket_,
                .bulk_edits = bulk_edits_,
                .desk = desk_,
                .digests = digests_,
                .regions = regions_,
                .textbook_maps = textbook_maps_,
                .explaining = explaining_,
                .audit_trail = audit_trail_,
                .roster = roster_,
                .administration = administration_,
                .vocabulary = *vocabulary_,
                .internal = {.indexing = indexing_,
                             .moving_in = moving_in_,
                             .queue = *stores_.queue,
                             .blobs = *stores_.blobs,
                             .bell = bell_,
                             .guess = guess_,
                             .applying = applying_,
                             .token = std::move(parts.token)},
                .operation = {.ready = [this] { return ready(); },
                              .metrics = [this] { return metrics_.text(gauges()); }},
                .clock = *stores_.catalog.clock,
                .secure_cookies = config.server.secure_cookies} {}

RunningServer::~RunningServer() {
  stop();
}

Result<void> RunningServer::employ_postman() {
  if (config_.mail.host.empty()) return {};
  KECANG_ASSIGN(auto send, mail_sender(config_, *stores_.catalog.clock));
  postman_.emplace(
      notices_, digests_, *stores_.catalog.directory, *stores_.catalog.clock, std::move(send),
      [](const Letter& letter, const Error& error) {
        log::warn("a letter was given up",
                  {{"letter", letter.id.text()}, {"user", letter.to.text()}, {"error", error.describe()}});
      },
      config_.mail.site);
  return {};
}

Result<void> RunningServer::listen(std::vector<std::string> indexer_command) {
  http_ = std::make_unique<http::Server>(listener(config_.server),
                                         api::routes(services_, config_.upload.max_bytes), pages(config_),
                                         [this](const http::Access& access) { report(access); });
  KECANG_ASSIGN(const auto port, http_->start());
  address_ = reachable(config_.server.address, port);
  KECANG_TRY(write_private(address_file(config_.storage.data), address_));
  housekeeping_ = std::make_unique<Housekeeping>([this] { return sweep(); }, kSweepEvery);
  if (postman_)
    delivery_ = std::make_unique<Housekeeping>([this] { return postman_->run(); },
                                               seconds{config_.mail.poll_seconds});
  if (!indexer_command.empty()) supervisor_ = std::make_unique<Supervisor>(std::move(indexer_command));
  return {};
}

void RunningServer::stop() {
  // The indexer gives its work back through us, so it goes first. Nobody waits for work any more.
  bell_.close();
  if (supervisor_) supervisor_->stop(kIndexerPatience);
  supervisor_.reset();
  housekeeping_.reset();
  delivery_.reset();
  if (!http_) return;
  std::error_code ignored;
  fs::remove(address_file(config_.storage.data), ignored);
  http_->stop(kRequestPatience);
  http_.reset();
}

Result<void> RunningServer::sweep() {
  KECANG_TRY(uploads_.sweep());
  KECANG_TRY(review_.sweep());
  KECANG_TRY(group_requests_.sweep());
  KECANG_TRY(make_title_rows(*stores_.catalog.meta, kTitleTransactions));
  KECANG_TRY(bulk_edit_catalog_.sweep());
  KECANG_TRY(stores_.catalog.directory->sweep(stores_.catalog.clock->now()));
  return {};
}

Result<void> RunningServer::ready() const {
  KECANG_TRY(stores_.catalog.meta->get("epoch"));
  // While the index is built for another version everything but searching goes on.
  if (const auto counted = stores_.inspector->count();
      !counted && counted.error().code() != "index.version_mismatch")
    return counted.error();
  if (free_bytes(config_.storage.data) < config_.storage.free_space_floor)
    return Error::unavailable("store.disk_full");
  return {};
}

Result<SystemStatus> RunningServer::status() const {
  SystemStatus status;
  status.version = KECANG_VERSION;
  KECANG_ASSIGN(status.jobs_ready, stores_.queue->ready_jobs());
  KECANG_ASSIGN(status.dirty, stores_.queue->dirty_count());
  // An index that cannot be read is no reason to say nothing about the rest.
  status.index_documents = stores_.inspector->count().value_or(0);
  status.disk_free = free_bytes(config_.storage.data);
  status.disk_floor = config_.storage.free_space_floor;
  for (const auto& [program, costs] : kHelpers)
    status.helpers.push_back({.name = program, .present = on_path(program), .costs = costs});
  return status;
}

std::vector<Gauge> RunningServer::gauges() const {
  const auto now = status().value_or(SystemStatus());
  const auto stats = http_->stats();
  const auto cache = index_.counts();
  const auto rebuild = rebuild_status(config_.storage.data);
  const bool rebuilding = !rebuild.generation.empty() && !has_ended(rebuild.state);
  const auto number = [](std::uint64_t value) { return static_cast<double>(value); };
  return {{"kecang_jobs_ready", "Files waiting to be read.", number(now.jobs_ready)},
          {"kecang_index_dirty", "Resources the index has not caught up with.", number(now.dirty)},
          {"kecang_index_documents", "Documents in the index.", number(now.index_documents)},
          {"kecang_index_usable", "1 unless the index waits to be built for this version.",
           number(stores_.inspector->count() ? 1 : 0)},
          {"kecang_index_rebuilding", "1 while a new index is being made.", number(rebuilding ? 1 : 0)},
          {"kecang_index_rebuild_done", "Resources taken over by the last rebuild.", number(rebuild.done)},
          {"kecang_index_rebuild_total", "Resources it has to take over, about.", number(rebuild.total)},
          {"kecang_disk_free_bytes", "Free space on the disk of the data folder.", number(now.disk_free)},
          {"kecang_disk_floor_bytes", "Below this, writes are refused.", number(now.disk_floor)},
          {"kecang_uploads_open", "Uploads whose bytes are held open.", number(uploads_.open())},
          {"kecang_http_connections", "Open connections.", number(stats.connections_open)},
          {"kecang_http_rejected_busy", "Requests refused because all threads were busy.",
           number(stats.rejected_busy)},
          {"kecang_search_cache_hits", "Searches answered from memory.", number(cache.hits)},
          {"kecang_search_cache_misses", "Searches that the index was asked for.", number(cache.misses)},
          {"kecang_search_cache_bytes", "Memory of remembered answers.", number(cache.bytes)},
          {"kecang_memory_resident_bytes", "Memory of this process.", number(resident_bytes())}};
}

void RunningServer::report(const http::Access& access) {
  metrics_.count(access);
  // The pattern and not the path with its query: what people look for stays theirs.
  log::info("request", {{"method", std::string(http::to_string(access.method))},
                        {"route", access.pattern.empty() ? "other" : access.pattern},
                        {"status", std::to_string(access.status)},
                        {"ms", std::to_string(access.took.count())},
                        {"bytes", std::to_string(access.bytes_sent)},
                        {"remote", access.remote},
                        {"request", access.request_id}});
}

}  // namespace kecang
