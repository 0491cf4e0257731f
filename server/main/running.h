#pragma once
/// A server at work: the stores, the use cases over them, the listener and what runs beside it. Made, started
/// and stopped by one thread.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/access/passwords.h"
#include "server/access/sessions.h"
#include "server/api/endpoint.h"
#include "server/http/server.h"
#include "server/library/applying.h"
#include "server/library/cached_index.h"
#include "server/library/indexing.h"
#include "server/library/moving_in.h"
#include "server/library/postman.h"
#include "server/library/work_bell.h"
#include "server/main/housekeeping.h"
#include "server/main/metrics.h"
#include "server/main/stores.h"
#include "server/main/supervisor.h"
#include "storage/catalog/blob_checksums.h"
#include "storage/disk/space_floor.h"

namespace kecang {

class RunningServer {
 public:
  /// Opens everything and listens. The indexer is started afterwards, if `indexer_command` names one.
  static Result<std::unique_ptr<RunningServer>> start(const Config& config,
                                                      std::vector<std::string> indexer_command);
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  /// host:port
  const std::string& address() const { return address_; }
  /// Lets the indexer finish what it holds, then the requests, then closes the stores.
  void stop();

 private:
  /// What can fail, made before.
  struct Parts {
    Stores stores;
    std::unique_ptr<access::Passwords> passwords;
    std::unique_ptr<LiveVocabulary> vocabulary;
    std::string epoch;
    std::string token;
  };
  static Result<Parts> open(const Config& config);
  RunningServer(const Config& config, Parts parts);
  Result<void> employ_postman();
  Result<void> listen(std::vector<std::string> indexer_command);
  Result<void> ready() const;
  Result<SystemStatus> status() const;
  std::vector<Gauge> gauges() const;
  void report(const http::Access& access);
  Result<void> sweep();

  const Config config_;
  Stores stores_;
  std::unique_ptr<access::Passwords> passwords_;
  std::unique_ptr<LiveVocabulary> vocabulary_;
  SpaceFloor floor_;
  WorkBell bell_;
  Metrics metrics_;
  GuessFromPath guess_;
  CachedIndex index_;
  access::Sessions sessions_;
  Resources resources_;
  Search search_;
  QuestionSearch question_search_;
  Suggest suggest_;
  SavedSearches saved_searches_;
  SimilarResources similar_;
  Downloads downloads_;
  BlobChecksums checksums_;
  Uploads uploads_;
  Imports imports_;
  Review review_;
  Applying applying_;
  People people_;
  Agreements agreements_;
  AgreementFiles agreement_files_;
  GroupRequests group_requests_;
  RequestPlans request_plans_;
  Reminders reminders_;
  Collections collections_;
  Submissions submissions_;
  GroupStandards standards_;
  AccessRequests access_requests_;
  BatchReleases batch_releases_;
  Lineage lineage_;
  StandardNotices standard_notices_;
  NoticeCatalog notices_;
  Inbox inbox_;
  Basket basket_;
  BulkEditCatalog bulk_edit_catalog_;
  BulkEdits bulk_edits_;
  DeskCatalog desk_catalog_;
  Desk desk_;
  Digests digests_;
  std::optional<Postman> postman_;  ///< where letters are sent
  Regions regions_;
  TextbookMaps textbook_maps_;
  Explaining explaining_;
  AuditTrail audit_trail_;
  Roster roster_;
  Administration administration_;
  Indexing indexing_;
  MovingIn moving_in_;
  api::Services services_;
  std::unique_ptr<http::Server> http_;
  std::unique_ptr<Housekeeping> housekeeping_;
  std::unique_ptr<Housekeeping> delivery_;
  std::unique_ptr<Supervisor> supervisor_;
  std::string address_;
};

}  // namespace kecang
