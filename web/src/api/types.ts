import type { components } from './schema.gen'

type Schemas = components['schemas']

export type Session = Schemas['SessionInfo']
export type User = Schemas['User']
export type Token = Schemas['Token']
export type NewToken = Schemas['NewToken']
export type Problem = Schemas['Problem']
export type SearchPage = Schemas['SearchPage']
export type Hit = Schemas['Hit']
export type Range = Schemas['Range']
export type Facets = Schemas['Facets']
export type FacetValue = Schemas['FacetValue']
export type QuestionHit = Schemas['QuestionHit']
export type QuestionSearchPage = Schemas['QuestionSearchPage']
export type QuestionFacets = Schemas['QuestionFacets']
export type AnyFacets = Facets | QuestionFacets
export type FacetName = keyof Facets | keyof QuestionFacets
export type Resource = Schemas['Resource']
export type ResourceTags = Schemas['ResourceTags']
export type TagName = keyof ResourceTags
export type Tag = Schemas['Tag']
export type ResourceEdit = Schemas['ResourceEdit']
export type Release = Schemas['Release']
export type Locator = Schemas['Locator']
export type Segment = Schemas['SegmentView']
export type SegmentPage = Schemas['SegmentPage']
export type Question = Schemas['Question']
export type QuestionPage = Schemas['QuestionPage']
export type Upload = Schemas['Upload']
export type ImportStatus = Schemas['ImportStatus']
export type ImportNow = Schemas['ImportNow']
export type ImportCounts = Schemas['ImportCounts']
export type Entry = Schemas['Entry']
export type EntryPlan = Schemas['EntryPlan']
export type EntryAction = Schemas['EntryAction']
export type PlanEdit = Schemas['PlanEdit']
export type PlanFolder = Schemas['PlanFolder']
export type TableOutcome = Schemas['TableOutcome']
export type FileState = Schemas['FileState']
export type ImportState = Schemas['ImportState']
export type School = Schemas['School']
export type SchoolDetail = Schemas['SchoolDetail']
export type Group = Schemas['Group']
export type GroupKind = Schemas['GroupKind']
export type Member = Schemas['Member']
export type Vocabulary = Schemas['Vocabulary']
export type RosterReport = Schemas['RosterReport']
export type SystemStatus = Schemas['SystemStatus']

/** A page of a list that is read on with `after`. */
export interface ListPage<T> {
  items: T[]
  next: string
}
export type Preview = Schemas['Preview']
