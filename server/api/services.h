#pragma once
/// What the API's handlers use. Made once by the program; everything in it may be called by any thread.
#include <functional>
#include <string>

#include "schemas/base/clock.h"
#include "server/access/sessions.h"
#include "server/library/access_requests.h"
#include "server/library/administration.h"
#include "server/library/agreement_files.h"
#include "server/library/agreements.h"
#include "server/library/audit_trail.h"
#include "server/library/basket.h"
#include "server/library/batch_releases.h"
#include "server/library/bulk_edits.h"
#include "server/library/collections.h"
#include "server/library/desk.h"
#include "server/library/digests.h"
#include "server/library/downloads.h"
#include "server/library/explaining.h"
#include "server/library/group_requests.h"
#include "server/library/group_standards.h"
#include "server/library/imports.h"
#include "server/library/inbox.h"
#include "server/library/lineage.h"
#include "server/library/people.h"
#include "server/library/question_search.h"
#include "server/library/regions.h"
#include "server/library/reminders.h"
#include "server/library/request_plan.h"
#include "server/library/resources.h"
#include "server/library/review.h"
#include "server/library/roster.h"
#include "server/library/saved_searches.h"
#include "server/library/search.h"
#include "server/library/similar.h"
#include "server/library/submissions.h"
#include "server/library/suggest.h"
#include "server/library/textbook_map.h"
#include "server/library/uploads.h"
#include "server/library/vocabulary.h"

namespace kecang {
class Applying;
class BlobChecksums;
class Indexing;
class MovingIn;
class WorkQueue;
class BlobStore;
class WorkBell;
}  // namespace kecang

namespace kecang::api {

/// What monitors ask; the program knows it, the handlers only pass it on.
struct Operation {
  std::function<Result<void>()> ready;
  std::function<std::string()> metrics;
};

/// What the internal routes need beside the use cases.
struct Internal {
  Indexing& indexing;
  MovingIn& moving_in;
  WorkQueue& queue;
  BlobStore& blobs;
  WorkBell& bell;
  const GuessFromPath& guess;
  const Applying& applying;
  std::string token;
};

struct Services {
  access::Sessions& sessions;
  Search& search;
  QuestionSearch& question_search;
  SavedSearches& saved_searches;
  SimilarResources& similar;
  Suggest& suggest;
  Resources& resources;
  Downloads& downloads;
  BlobChecksums& checksums;
  Uploads& uploads;
  Imports& imports;
  Review& review;
  People& people;
  Agreements& agreements;
  AgreementFiles& agreement_files;
  GroupRequests& group_requests;
  RequestPlans& request_plans;
  Reminders& reminders;
  AccessRequests& access_requests;
  BatchReleases& batch_releases;
  Lineage& lineage;
  Inbox& inbox;
  Collections& collections;
  Submissions& submissions;
  GroupStandards& standards;
  Basket& basket;
  BulkEdits& bulk_edits;
  Desk& desk;
  Digests& digests;
  Regions& regions;
  TextbookMaps& textbook_maps;
  Explaining& explaining;
  AuditTrail& audit_trail;
  Roster& roster;
  Administration& administration;
  LiveVocabulary& vocabulary;
  Internal internal;
  Operation operation;
  const Clock& clock;
  bool secure_cookies = false;
};

}  // namespace kecang::api
