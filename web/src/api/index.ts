import { request, type Query } from './request'
import type * as T from './types'

const id = encodeURIComponent
const root = '/api/v1'

interface Paging {
  after?: string
  limit?: number
}

/** The parts that name a volume of a textbook. */
export type Book = Record<'subject' | 'edition' | 'grade' | 'volume', string>

export const api = {
  signIn: (login: string, password: string) =>
    request<T.Session>('POST', `${root}/session`, { body: { login, password } }),
  session: () => request<T.Session>('GET', `${root}/session`),
  signOut: () => request<void>('DELETE', `${root}/session`),
  changePassword: (current: string, next: string) =>
    request<void>('PUT', `${root}/session/password`, { body: { current, new: next } }),
  /** Nobody: as oneself again. */
  viewAs: (user: string) => request<void>('PUT', `${root}/session/view-as`, { body: { user } }),
  tokens: (signal?: AbortSignal) => request<{ items: T.Token[] }>('GET', `${root}/tokens`, { signal }),
  createToken: (name: string, days: number) =>
    request<T.NewToken>('POST', `${root}/tokens`, { body: { name, days } }),
  revokeToken: (token: string) => request<void>('DELETE', `${root}/tokens/${id(token)}`),

  search: (query: Query, signal?: AbortSignal) => request<T.SearchPage>('GET', `${root}/search`, { query, signal }),
  searchQuestions: (query: Query, signal?: AbortSignal) =>
    request<T.QuestionSearchPage>('GET', `${root}/questions`, { query, signal }),
  suggest: (q: string, signal?: AbortSignal) => request<{ items: T.Suggestion[] }>('GET', `${root}/suggest`, { query: { q }, signal }),
  vocabulary: (signal?: AbortSignal) => request<T.Vocabulary>('GET', `${root}/vocabulary`, { signal }),

  digest: (signal?: AbortSignal) => request<T.Digest>('GET', `${root}/digest`, { signal }),
  saveSearch: (search: T.NewSavedSearch) => request<T.SavedSearch>('POST', `${root}/saved-searches`, { body: search }),
  changeSavedSearch: (one: string, edit: T.SavedSearchEdit) =>
    request<T.SavedSearch>('PATCH', `${root}/saved-searches/${id(one)}`, { body: edit }),
  eraseSavedSearch: (one: string) => request<void>('DELETE', `${root}/saved-searches/${id(one)}`),
  markSeen: (one: string, resources: string[]) =>
    request<T.SearchNews>('POST', `${root}/saved-searches/${id(one)}/seen`, { body: { resources } }),
  openFeed: (one: string) => request<T.NewFeed>('POST', `${root}/saved-searches/${id(one)}/feed`),
  closeFeed: (one: string) => request<T.SavedSearch>('DELETE', `${root}/saved-searches/${id(one)}/feed`),

  resource: (resource: string, signal?: AbortSignal) =>
    request<T.Resource>('GET', `${root}/resources/${id(resource)}`, { signal }),
  editResource: (resource: string, edit: T.ResourceEdit) =>
    request<T.Resource>('PATCH', `${root}/resources/${id(resource)}`, { body: edit }),
  withdrawResource: (resource: string) => request<void>('DELETE', `${root}/resources/${id(resource)}`),
  similar: (resource: string, signal?: AbortSignal) =>
    request<T.SimilarResources>('GET', `${root}/resources/${id(resource)}/similar`, { signal }),
  preview: (resource: string, signal?: AbortSignal) => request<T.Preview>('GET', `${root}/resources/${id(resource)}/preview`, { signal }),
  segments: (resource: string, query: { first: number; limit: number; q?: string }, signal?: AbortSignal) =>
    request<T.SegmentPage>('GET', `${root}/resources/${id(resource)}/segments`, { query, signal }),
  questions: (resource: string, query: { first: number; limit: number }, signal?: AbortSignal) =>
    request<T.QuestionPage>('GET', `${root}/resources/${id(resource)}/questions`, { query, signal }),

  why: (resource: string, signal?: AbortSignal) =>
    request<{ items: T.Reason[] }>('GET', `${root}/resources/${id(resource)}/why`, { signal }),
  audience: (resource: string, signal?: AbortSignal) =>
    request<{ items: T.Reach[] }>('GET', `${root}/resources/${id(resource)}/audience`, { signal }),
  audienceOf: (question: T.AudienceQuestion, signal?: AbortSignal) =>
    request<{ items: T.Reach[] }>('POST', `${root}/audience`, { body: question, signal }),

  uploads: (signal?: AbortSignal) => request<{ items: T.Upload[] }>('GET', `${root}/uploads`, { signal }),
  imports: (paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.ImportStatus>>('GET', `${root}/imports`, { query: { ...paging }, signal }),
  import: (one: string, signal?: AbortSignal) =>
    request<T.ImportStatus>('GET', `${root}/imports/${id(one)}`, { signal }),
  entries: (one: string, query: Paging & { state?: string; below?: string }, signal?: AbortSignal) =>
    request<T.ListPage<T.Entry>>('GET', `${root}/imports/${id(one)}/entries`, { query: { ...query }, signal }),
  editPlan: (one: string, edit: T.PlanEdit) =>
    request<T.PlanEdited>('PATCH', `${root}/imports/${id(one)}/plan`, { body: edit }),
  planFolders: (one: string, signal?: AbortSignal) =>
    request<{ items: T.PlanFolder[] }>('GET', `${root}/imports/${id(one)}/folders`, { signal }),
  takePlanTable: (one: string, csv: Blob) =>
    request<T.TableOutcome>('POST', `${root}/imports/${id(one)}/plan.csv`, { raw: { type: 'text/csv', data: csv } }),
  readNamesAs: (one: string, charset: string) =>
    request<T.ImportNow>('PUT', `${root}/imports/${id(one)}/charset`, { body: { charset } }),
  applyPlan: (one: string) => request<T.ImportNow>('POST', `${root}/imports/${id(one)}/apply`),
  undoImport: (one: string) => request<T.ImportStatus>('POST', `${root}/imports/${id(one)}/undo`),

  schools: (paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.School>>('GET', `${root}/schools`, { query: { ...paging }, signal }),
  school: (school: string, signal?: AbortSignal) =>
    request<T.SchoolDetail>('GET', `${root}/schools/${id(school)}`, { signal }),
  schoolMembers: (school: string, paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.Member>>('GET', `${root}/schools/${id(school)}/members`, { query: { ...paging }, signal }),
  groups: (paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.Group>>('GET', `${root}/groups`, { query: { ...paging }, signal }),
  group: (group: string, signal?: AbortSignal) =>
    request<{ group: T.Group }>('GET', `${root}/groups/${id(group)}`, { signal }),
  groupMembers: (group: string, paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.Member>>('GET', `${root}/groups/${id(group)}/members`, { query: { ...paging }, signal }),

  usualTerms: (group: string, signal?: AbortSignal) =>
    request<T.AgreementTerms>('GET', `${root}/groups/${id(group)}/usual-terms`, { signal }),

  agreements: (signal?: AbortSignal) => request<{ items: T.Agreement[] }>('GET', `${root}/agreements`, { signal }),
  draftAgreement: (terms: T.AgreementTerms) => request<T.Agreement>('POST', `${root}/agreements`, { body: terms }),
  agreement: (agreement: string, signal?: AbortSignal) =>
    request<T.Agreement>('GET', `${root}/agreements/${id(agreement)}`, { signal }),
  editAgreement: (agreement: string, version: number, terms: T.AgreementTerms) =>
    request<T.Agreement>('PUT', `${root}/agreements/${id(agreement)}`, { body: { version, terms } }),
  takeStep: (agreement: string, step: T.AgreementStepRequest) =>
    request<T.Agreement>('POST', `${root}/agreements/${id(agreement)}/steps`, { body: step }),
  agreementTrail: (agreement: string, signal?: AbortSignal) =>
    request<{ items: T.AgreementEvent[] }>('GET', `${root}/agreements/${id(agreement)}/trail`, { signal }),

  agreementFiles: (agreement: string, signal?: AbortSignal) =>
    request<{ items: T.AgreementFile[] }>('GET', `${root}/agreements/${id(agreement)}/files`, { signal }),
  addAgreementFile: (agreement: string, file: File) =>
    request<T.AgreementFile>('POST', `${root}/agreements/${id(agreement)}/files`, { query: { name: file.name }, raw: { type: 'application/octet-stream', data: file } }),
  removeAgreementFile: (agreement: string, number: number) => request<void>('DELETE', `${root}/agreements/${id(agreement)}/files/${number}`),

  textbooks: (signal?: AbortSignal) => request<{ items: T.Textbook[] }>('GET', `${root}/textbooks`, { signal }),
  textbookMap: (book: Book, signal?: AbortSignal) => request<T.TextbookMap>('GET', `${root}/textbooks/map`, { query: { ...book }, signal }),
  textbookLesson: (book: Book, chapter: string, title: string, signal?: AbortSignal) =>
    request<{ items: T.Resource[] }>('GET', `${root}/textbooks/lesson`, { query: { ...book, chapter, title }, signal }),
  inbox: (signal?: AbortSignal) => request<T.Inbox>('GET', `${root}/inbox`, { signal }),
  reminders: (signal?: AbortSignal) => request<{ items: T.Reminder[] }>('GET', `${root}/reminders`, { signal }),
  titles: (q: string, paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.KnownTitle>>('GET', `${root}/title-only`, { query: { q: q || undefined, ...paging }, signal }),
  accessRequests: (shelf: 'mine' | 'to_answer', signal?: AbortSignal) =>
    request<{ items: T.AccessRequest[] }>('GET', `${root}/access-requests`, { query: { shelf }, signal }),
  askForAccess: (as: T.NewAccessRequest) => request<T.AccessRequest>('POST', `${root}/access-requests`, { body: as }),
  accessRequest: (one: string, signal?: AbortSignal) =>
    request<T.AccessRequest>('GET', `${root}/access-requests/${id(one)}`, { signal }),
  takeAccessStep: (one: string, step: T.AccessStepRequest) =>
    request<T.AccessRequest>('POST', `${root}/access-requests/${id(one)}/steps`, { body: step }),
  releaseMany: (batch: T.BatchRelease) => request<T.BatchOutcomes>('POST', `${root}/releases/batch`, { body: batch }),
  lineage: (resource: string, signal?: AbortSignal) =>
    request<T.Lineage>('GET', `${root}/resources/${id(resource)}/lineage`, { signal }),
  places: (q: string, signal?: AbortSignal) => request<{ items: T.PlaceFound[] }>('GET', `${root}/places`, { query: { q }, signal }),
  groupRequests: (signal?: AbortSignal) => request<{ items: T.GroupRequest[] }>('GET', `${root}/group-requests`, { signal }),
  makeGroupRequest: (terms: T.GroupRequestTerms) =>
    request<T.GroupRequest>('POST', `${root}/group-requests`, { body: terms }),
  groupRequest: (one: string, signal?: AbortSignal) =>
    request<T.GroupRequest>('GET', `${root}/group-requests/${id(one)}`, { signal }),
  takeRequestStep: (one: string, step: T.GroupRequestStepRequest) =>
    request<T.GroupRequest>('POST', `${root}/group-requests/${id(one)}/steps`, { body: step }),
  groupRequestTrail: (one: string, signal?: AbortSignal) =>
    request<{ items: T.GroupRequestEvent[] }>('GET', `${root}/group-requests/${id(one)}/trail`, { signal }),
  groupRequestPlan: (one: string, signal?: AbortSignal) =>
    request<T.GroupRequestPlan>('GET', `${root}/group-requests/${id(one)}/plan`, { signal }),
  groupRequestTable: (one: string, table: 'plan' | 'inventory') => `${root}/group-requests/${id(one)}/${table}.csv`,

  basket: (ids: readonly string[], signal?: AbortSignal) =>
    request<{ items: T.Resource[] }>('GET', `${root}/basket`, { query: { ids: ids.join(',') || undefined }, signal }),
  previewBulkEdit: (change: T.BulkChange) => request<{ items: T.BulkLine[] }>('POST', `${root}/bulk-edits/preview`, { body: change }),
  bulkEdit: (change: T.BulkChange) => request<T.BulkResult>('POST', `${root}/bulk-edits`, { body: change }),
  undoBulkEdit: (one: string) => request<{ items: T.BulkLine[] }>('POST', `${root}/bulk-edits/${id(one)}/undo`),
  favourites: (signal?: AbortSignal) => request<{ items: T.MarkedResource[] }>('GET', `${root}/favourites`, { signal }),
  favouriteIds: (signal?: AbortSignal) => request<{ ids: string[] }>('GET', `${root}/favourites/ids`, { signal }),
  star: (one: string) => request<void>('PUT', `${root}/favourites/${id(one)}`),
  unstar: (one: string) => request<void>('DELETE', `${root}/favourites/${id(one)}`),
  recent: (signal?: AbortSignal) => request<{ items: T.MarkedResource[] }>('GET', `${root}/recent`, { signal }),
  opened: (one: string) => request<void>('PUT', `${root}/recent/${id(one)}`),
  forgetRecent: () => request<void>('DELETE', `${root}/recent`),
  uses: (paging: Paging, signal?: AbortSignal) => request<T.ListPage<T.ClassUse>>('GET', `${root}/uses`, { query: { ...paging }, signal }),
  noteUse: (use: T.NewClassUse) => request<T.ClassUse>('POST', `${root}/uses`, { body: use }),
  eraseUse: (one: string) => request<void>('DELETE', `${root}/uses/${id(one)}`),
  resourceDesk: (one: string, signal?: AbortSignal) => request<T.ResourceDesk>('GET', `${root}/resources/${id(one)}/desk`, { signal }),
  groupDigests: (signal?: AbortSignal) => request<T.GroupDigestList>('GET', `${root}/group-digests`, { signal }),
  chooseDigest: (group: string, choice: T.DigestChoice) => request<T.DigestChoice>('PUT', `${root}/group-digests/${id(group)}`, { body: choice }),
  regions: (signal?: AbortSignal) => request<{ items: T.Region[] }>('GET', `${root}/regions`, { signal }),
  region: (one: string, signal?: AbortSignal) => request<T.RegionPage>('GET', `${root}/regions/${id(one)}`, { signal }),
  makeRegion: (as: T.NewRegion) => request<T.Region>('POST', `${root}/regions`, { body: as }),
  editRegion: (one: string, edit: T.RegionEdit) => request<T.Region>('PATCH', `${root}/regions/${id(one)}`, { body: edit }),
  placeSchool: (one: string, school: string) => request<T.RegionPage>('PUT', `${root}/regions/${id(one)}/schools/${id(school)}`),
  takeSchoolOut: (one: string, school: string) => request<T.RegionPage>('DELETE', `${root}/regions/${id(one)}/schools/${id(school)}`),
  nameable: (one: string, signal?: AbortSignal) => request<{ items: T.NamedRef[] }>('GET', `${root}/submissions/${id(one)}/nameable`, { signal }),
  sawMentions: (one: string) => request<void>('DELETE', `${root}/submissions/${id(one)}/mentions`),
  audit: (place: AuditPlace, query: Paging & AuditFilter, signal?: AbortSignal) =>
    request<T.ListPage<T.AuditRecord>>('GET', auditPath(place), { query: { ...query }, signal }),
  collections: (shelf: T.CollectionShelf, paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.CollectionCard>>('GET', `${root}/collections`, { query: { shelf, ...paging }, signal }),
  createCollection: (as: T.NewCollection) => request<T.Collection>('POST', `${root}/collections`, { body: as }),
  collection: (one: string, signal?: AbortSignal) => request<T.Collection>('GET', `${root}/collections/${id(one)}`, { signal }),
  editCollection: (one: string, edit: T.CollectionEdit) =>
    request<T.Collection>('PATCH', `${root}/collections/${id(one)}`, { body: edit }),
  eraseCollection: (one: string, version: number) =>
    request<void>('DELETE', `${root}/collections/${id(one)}`, { query: { version } }),
  addToCollection: (one: string, version: number, item: T.CollectionItemTerms, section = '') =>
    request<T.Collection>('POST', `${root}/collections/${id(one)}/items`, { body: { version, section, item } }),
  publishCollection: (one: string, version: number, releases: T.Release[]) =>
    request<T.Collection>('PUT', `${root}/collections/${id(one)}/publication`, { body: { version, releases } }),
  unpublishCollection: (one: string, version: number) =>
    request<void>('DELETE', `${root}/collections/${id(one)}/publication`, { query: { version } }),
  forkCollection: (one: string) => request<T.Collection>('POST', `${root}/collections/${id(one)}/fork`),
  submissions: (shelf: T.SubmissionShelf, place: T.SubmissionPlace | undefined, paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.SubmissionCard>>('GET', `${root}/submissions`, { query: { shelf, ...(place && { [place.kind]: place.id }), ...paging }, signal }),
  submit: (as: T.NewSubmission) => request<T.Submission>('POST', `${root}/submissions`, { body: as }),
  submission: (one: string, signal?: AbortSignal) => request<T.Submission>('GET', `${root}/submissions/${id(one)}`, { signal }),
  takeSubmissionStep: (one: string, step: T.SubmissionStepRequest) =>
    request<T.Submission>('POST', `${root}/submissions/${id(one)}/steps`, { body: step }),
  submissionComments: (one: string, paging: Paging, signal?: AbortSignal) =>
    request<T.ListPage<T.SubmissionComment>>('GET', `${root}/submissions/${id(one)}/comments`, { query: { ...paging }, signal }),
  commentOnSubmission: (one: string, comment: T.NewSubmissionComment) =>
    request<T.SubmissionComment>('POST', `${root}/submissions/${id(one)}/comments`, { body: comment }),
  reviewCandidates: (one: string, signal?: AbortSignal) =>
    request<T.ReviewCandidates>('GET', `${root}/submissions/${id(one)}/candidates`, { signal }),
  resourceSubmissions: (one: string, signal?: AbortSignal) =>
    request<T.SubmissionBadges>('GET', `${root}/resources/${id(one)}/submissions`, { signal }),
  resourceStandards: (one: string, signal?: AbortSignal) =>
    request<T.ResourceStandards>('GET', `${root}/resources/${id(one)}/standards`, { signal }),
  nameStandard: (group: string, one: string) => request<T.ResourceStandards>('PUT', `${root}/groups/${id(group)}/standards/${id(one)}`),
  removeStandard: (group: string, one: string) => request<T.ResourceStandards>('DELETE', `${root}/groups/${id(group)}/standards/${id(one)}`),
  reviewRules: (place: T.SubmissionPlace, signal?: AbortSignal) => request<T.ReviewRules>('GET', rulesPath(place), { signal }),
  putReviewRules: (place: T.SubmissionPlace, rules: T.ReviewRules) => request<T.ReviewRules>('PUT', rulesPath(place), { body: rules }),

  importRoster: (kind: string, csv: Blob | string, dryRun: boolean) =>
    request<T.RosterReport>('POST', `${root}/admin/roster/${id(kind)}`, {
      query: { dry_run: dryRun ? '1' : undefined },
      raw: { type: 'text/csv', data: csv },
    }),
  status: (signal?: AbortSignal) => request<T.SystemStatus>('GET', `${root}/admin/status`, { signal }),
}

const rulesPath = ({ kind, id: place }: T.SubmissionPlace) => `${root}/${kind}s/${id(place)}/review-rules`

/** Of a school, of a group, or of the whole installation. */
export type AuditPlace = { school: string } | { group: string } | 'everything'
export interface AuditFilter {
  action?: string
  subject?: string
  from?: string
  until?: string
}
function auditPath(place: AuditPlace) {
  if (place === 'everything') return `${root}/admin/audit`
  return 'school' in place ? `${root}/schools/${id(place.school)}/audit` : `${root}/groups/${id(place.group)}/audit`
}
export function auditTableUrl(place: AuditPlace, filter: AuditFilter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value))
  return `${auditPath(place)}.csv${query.size ? `?${query}` : ''}`
}

export const agreementFileUrl = (agreement: string, number: number) => `${root}/agreements/${id(agreement)}/files/${number}`
export const inventoryPdfUrl = (request: string) => `${root}/group-requests/${id(request)}/inventory.pdf`
export const textbookTableUrl = (book: Book) => `${root}/textbooks/map.csv?${new URLSearchParams(book)}`
export const basketZipUrl = (ids: readonly string[]) => `${root}/basket.zip?ids=${ids.map(id).join(',')}`
export const uploadsEndpoint = () => `${location.origin}${root}/uploads`
export const fileUrl = (resource: string, inline = false) =>
  `${root}/resources/${id(resource)}/file${inline ? '?inline=1' : ''}`
export const previewUrl = (resource: string, name: string) => `${root}/resources/${id(resource)}/preview/${id(name)}`
export const collectionZipUrl = (one: string) => `${root}/collections/${id(one)}/export.zip`
export const collectionTableUrl = (one: string) => `${root}/collections/${id(one)}/export.csv`
export const reportUrl = (one: string) => `${root}/imports/${id(one)}/report.csv`
export const reportPageUrl = (one: string) => `${root}/imports/${id(one)}/report.html`
export const planTableUrl = (one: string) => `${root}/imports/${id(one)}/plan.csv`
