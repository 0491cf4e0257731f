import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'
import type { FacetName } from '@/api/types'
import type { Query } from '@/api/request'

export const facetNames: readonly FacetName[] = ['question_kind', 'type', 'subject', 'grade', 'edition', 'year', 'school', 'group', 'format']
export const pageSize = 20
/** Resources and single questions are searched at two addresses with the same words. */
export type SearchPath = '/s' | '/q'
/** The filter that means nothing at the other address. */
const own: Record<SearchPath, FacetName> = { '/s': 'format', '/q': 'question_kind' }
const other = (path: SearchPath): SearchPath => (path === '/s' ? '/q' : '/s')

export interface SearchState {
  q: string
  filters: Record<FacetName, string[]>
  sort: 'relevance' | 'newest'
  page: number
  /** Words that are looked for as they stand. */
  literal: string[]
}

export function readSearchState(query: LocationQuery): SearchState {
  const filters = Object.fromEntries(facetNames.map((name) => [name, all(query[name])])) as SearchState['filters']
  return {
    q: first(query.q),
    filters,
    sort: query.sort === 'newest' ? 'newest' : 'relevance',
    literal: all(query.literal),
    page: Math.min(500, Math.max(1, Math.trunc(Number(first(query.page))) || 1)),
  }
}

/** Only what differs from the plain page is written, so links stay short. */
export function writeSearchState(state: SearchState): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  if (state.q) query.q = state.q
  for (const name of facetNames) if (state.filters[name].length) query[name] = state.filters[name]
  if (state.literal.length) query.literal = state.literal
  if (state.sort !== 'relevance') query.sort = state.sort
  if (state.page > 1) query.page = String(state.page)
  return query
}

export function searchRequest(state: SearchState): Query {
  return { q: state.q, ...state.filters, literal: state.literal, sort: state.sort, page: state.page, page_size: pageSize }
}

/** The address bar is the state of the search page; this reads and changes it. */
export function useSearchState(path: SearchPath = '/s') {
  const route = useRoute()
  const router = useRouter()
  const state = computed(() => readSearchState(route.query))
  const link = (change: Partial<SearchState>) => ({
    path,
    query: writeSearchState({ ...state.value, page: 1, ...change }),
  })
  const otherLink = () => ({
    path: other(path),
    query: writeSearchState({ ...state.value, page: 1, filters: { ...state.value.filters, [own[path]]: [] } }),
  })
  const toggled = (name: FacetName, value: string) => {
    const chosen = state.value.filters[name]
    const values = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
    return link({ filters: { ...state.value.filters, [name]: values } })
  }
  return {
    state,
    chosenCount: computed(() => Object.values(state.value.filters).flat().length),
    link,
    otherLink,
    takeLiterally: (words: string) => router.push(link({ literal: [...state.value.literal, words] })),
    readAgain: () => router.push(link({ literal: [] })),
    toggle: (name: FacetName, value: string) => router.push(toggled(name, value)),
    clear: () => router.push({ path, query: state.value.q ? { q: state.value.q } : {} }),
    preview: {
      id: computed(() => first(route.query.r)),
      at: computed(() => Number(first(route.query.at)) || 0),
      show: (id: string, at: number) => router.replace({ query: { ...route.query, r: id, at: String(at) } }),
      close: () => router.replace({ query: { ...route.query, r: undefined, at: undefined } }),
    },
  }
}

type Values = LocationQuery[string]

function all(value: Values | undefined): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((one): one is string => typeof one === 'string' && one !== '')
}

function first(value: Values | undefined): string {
  return all(value)[0] ?? ''
}
