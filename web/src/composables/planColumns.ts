import type { Entry, EntryAction, EntryPlan, PlanEdit, Tag, TagName } from '@/api/types'
import { tagNames } from './tagNames'

/** What can be reached and, but for the file itself, changed in the table; in the order of the table for spreadsheets. */
export const planColumns = ['file', 'action', 'title', ...tagNames] as const
export type PlanColumn = (typeof planColumns)[number]

/** Where a person puts the keyboard in the table. */
export interface Place {
  index: number
  column: PlanColumn
}

export type PlannedEntry = Entry & { plan: EntryPlan }
export type PlanChange = Pick<PlanEdit, 'title' | 'tags' | 'action'>

/** Below it a guess is for a person to look at. */
const sureGuess = 0.6

export function isPlanned(entry: Entry): entry is PlannedEntry {
  return entry.state === 'planned' && entry.plan !== undefined
}

export function isTag(column: string): column is TagName {
  return (tagNames as readonly string[]).includes(column)
}

export function valueOf(entry: PlannedEntry, column: PlanColumn): string {
  if (isTag(column)) return entry.plan.tags[column].value
  if (column === 'title') return entry.plan.title
  return column === 'action' ? entry.plan.action : entry.path
}

export function changeOf(column: PlanColumn, value: string): PlanChange {
  if (isTag(column)) return { tags: { [column]: value } }
  return column === 'title' ? { title: value } : { action: value as EntryAction }
}

/** Not sure enough to go in unseen. */
export function isWeak(tag: Tag): boolean {
  return tag.value === '' || tag.confidence < sureGuess
}

/** The file as it will be once the server has taken the change. */
export function withChange(entry: PlannedEntry, change: PlanChange): PlannedEntry {
  const plan = { ...entry.plan, tags: { ...entry.plan.tags } }
  for (const name of tagNames) {
    const value = change.tags?.[name]
    if (value !== undefined) plan.tags[name] = { value, confidence: 1, source: 'person' }
  }
  if (change.title !== undefined) Object.assign(plan, { title: change.title, titled: true })
  if (change.action && (change.action !== 'replace' || plan.maybe)) Object.assign(plan, { action: change.action, decided: true })
  plan.unsure = isDoubtful(plan)
  return { ...entry, plan }
}

function isDoubtful(plan: EntryPlan): boolean {
  if (plan.action === 'leave_out') return false
  return isWeak(plan.tags.type) || isWeak(plan.tags.subject) || (plan.maybe !== undefined && !plan.decided)
}

/** Where to go on after a cell was written. */
export type Step = 'down' | 'right' | 'left' | 'stay'
