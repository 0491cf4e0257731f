import type { Collection, CollectionItem, CollectionItemTerms, CollectionSection, CollectionSectionTerms, Resource } from '@/api/types'

/** The outline of a collection while it is being written. Parts that are new have a name of their own until the server gives them one. */
export type ItemDraft = CollectionItem
export type SectionDraft = CollectionSection
export interface CollectionDraft {
  title: string
  description: string
  cover: string
  sections: SectionDraft[]
}

export function draftOf(collection: Collection): CollectionDraft {
  const { title, description, cover } = collection
  return { title, description, cover: cover?.resource ?? '', sections: structuredClone(collection.sections) }
}

let made = 0
const newId = () => `new-${++made}`
const isNew = (id: string) => id.startsWith('new-')
export const newSection = (): SectionDraft => ({ id: newId(), title: '', note: '', items: [] })
export const newItem = (resource: Resource): ItemDraft => ({ id: newId(), kind: 'resource', resource, note: '', question: '' })
export const newLink = (title: string, url: string): ItemDraft => ({ id: newId(), kind: 'link', title, url, note: '' })

/** As the server takes it: resources by their ids, and nothing that is empty. */
export function termsOf(sections: SectionDraft[]): CollectionSectionTerms[] {
  return sections.map(({ id, title, note, items }) => ({ ...known(id), title, note, items: items.map(itemTerms) }))
}
export function itemTerms({ id, kind, resource, page_from, page_to, question, cue, title, url, note }: ItemDraft): CollectionItemTerms {
  if (kind === 'link') return { ...known(id), kind, title, url, note }
  const part = { ...(page_from && { page_from }), ...(page_to && { page_to }), ...(question && { question }), ...(cue !== undefined && { cue }) }
  return { ...known(id), kind, resource: resource?.id, ...part, note }
}
const known = (id: string) => (isNew(id) ? {} : { id })

export const titleOf = (item: Pick<ItemDraft, 'resource' | 'title'>) => item.resource?.title ?? item.title ?? ''

/** Where an item stands: its section, which one that is, and its place there. */
export function placeOf(sections: SectionDraft[], id: string) {
  for (const [at, section] of sections.entries()) {
    const place = section.items.findIndex((one) => one.id === id)
    if (place >= 0) return { section, at, place }
  }
}

function taken(sections: SectionDraft[], id: string) {
  const from = placeOf(sections, id)
  return from?.section.items.splice(from.place, 1)[0]
}

/** To a place among the items of a section as they stand without it. */
export function moveItem(sections: SectionDraft[], id: string, to: SectionDraft, place: number): boolean {
  const item = taken(sections, id)
  if (item) to.items.splice(place, 0, item)
  return !!item
}

/** One step up or down; at the edge of a section, into the next one. False where there is nowhere to go. */
export function stepItem(sections: SectionDraft[], id: string, by: 1 | -1): boolean {
  const from = placeOf(sections, id)
  if (!from) return false
  const within = from.place + by
  if (within >= 0 && within < from.section.items.length) return moveItem(sections, id, from.section, within)
  const next = sections[from.at + by]
  return !!next && moveItem(sections, id, next, by > 0 ? 0 : next.items.length)
}

/** Before or behind another item, as it is dropped there. */
export function dropItem(sections: SectionDraft[], id: string, onto: string, side: 'before' | 'behind'): boolean {
  if (id === onto || !placeOf(sections, onto)) return false
  const item = taken(sections, id)
  const there = placeOf(sections, onto)
  if (!item || !there) return false
  there.section.items.splice(there.place + (side === 'behind' ? 1 : 0), 0, item)
  return true
}

/** To where another section stands. */
export function dropSection(sections: SectionDraft[], id: string, onto: string): boolean {
  const from = sections.findIndex((one) => one.id === id)
  const to = sections.findIndex((one) => one.id === onto)
  if (from < 0 || to < 0 || from === to) return false
  sections.splice(to, 0, ...sections.splice(from, 1))
  return true
}

export function stepSection(sections: SectionDraft[], id: string, by: 1 | -1): boolean {
  const at = sections.findIndex((one) => one.id === id)
  const to = at + by
  if (at < 0 || to < 0 || to >= sections.length) return false
  sections.splice(to, 0, ...sections.splice(at, 1))
  return true
}
