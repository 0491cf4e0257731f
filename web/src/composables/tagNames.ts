import type { TagName, Vocabulary } from '@/api/types'

/** In the order people think of them: what it is, for whom, out of which book. */
export const tagNames = ['type', 'stage', 'subject', 'grade', 'volume', 'edition', 'node', 'year'] as const satisfies readonly TagName[]

const lists = { type: 'types', stage: 'stages', subject: 'subjects', grade: 'grades', volume: 'volumes', edition: 'editions' } as const

/** What is usually said of a tag; nothing for the lessons of a book, which are free text. */
export function usualValues(name: TagName, vocabulary?: Vocabulary): string[] {
  if (name === 'year') return years()
  if (name === 'node') return []
  return vocabulary?.[lists[name]].map((term) => term.name) ?? []
}

function years() {
  const now = new Date().getFullYear()
  return Array.from({ length: 25 }, (_, back) => String(now + 1 - back))
}
