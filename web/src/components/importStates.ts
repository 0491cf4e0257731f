import type { FileState, ImportCounts } from '@/api/types'

/** In the order a teacher asks: what can be found, what needs a look, what was left out. */
export const listedStates = [
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
] as const satisfies readonly FileState[]

export function countOf(counts: ImportCounts, state: FileState): number {
  return counts[state] ?? 0
}
