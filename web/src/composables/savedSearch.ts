import type { SavedSearch } from '@/api/types'
import { readSearchState, writeSearchState } from './searchState'

/** Where the search stands that was saved, what is new on top. */
export const searchLink = ({ text, filters }: SavedSearch) => ({
  path: '/s',
  query: writeSearchState({ ...readSearchState({ q: text, ...filters }), sort: 'newest' }),
})
