import type { LocationQuery } from 'vue-router'
import type { Book } from '@/api'
import type { Textbook } from '@/api/types'

export const bookParts = ['subject', 'edition', 'grade', 'volume'] as const

/** The book an address names; parts it does not name are empty. */
export const bookIn = (query: LocationQuery): Book => Object.fromEntries(bookParts.map((part) => [part, typeof query[part] === 'string' ? query[part] : ''])) as Book

/** The nearest book there is: of all that fit the parts from the first on, the first one. */
export function nearest(books: Textbook[], wanted: Book): Book | undefined {
  let left = books
  for (const part of bookParts) {
    const fitting = left.filter((one) => one[part] === wanted[part])
    if (fitting.length) left = fitting
  }
  const [found] = left
  return found && { subject: found.subject, edition: found.edition, grade: found.grade, volume: found.volume }
}

/** What a part can be once those before it are chosen. */
export function choicesOf(books: Textbook[], chosen: Book, part: (typeof bookParts)[number]) {
  const before = bookParts.slice(0, bookParts.indexOf(part))
  return [...new Set(books.filter((one) => before.every((name) => one[name] === chosen[name])).map((one) => one[part]))]
}
