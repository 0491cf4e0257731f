import type { FileState, ImportCounts, ImportState, ImportStatus } from '@/api/types'

/** In the order a teacher asks: what can be found, what needs a look, what was left out. */
export const listedStates = [
  'planned',
  'indexed',
  'indexed_partly',
  'stored_only',
  'encrypted',
  'broken',
  'too_large',
  'duplicate',
  'skipped',
  'waiting',
  'withdrawn',
  'undone',
] as const satisfies readonly FileState[]

export function countOf(counts: ImportCounts, state: FileState): number {
  return counts[state] ?? 0
}

const atWork: readonly ImportState[] = ['planning', 'unpacking', 'reading', 'undoing']

/** Whether the server is at work on it, so that a page looks again. */
export function isRunning({ import: one }: ImportStatus): boolean {
  return atWork.includes(one.state)
}

/** Listed, but duplicates and versions are still being looked for. */
export function isSurveying({ import: one }: ImportStatus): boolean {
  return one.state === 'planned' && one.members_surveyed < one.members_listed
}
