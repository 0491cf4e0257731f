import type { FileState } from '@/api/types'

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
] as const satisfies readonly FileState[]
