import { describe, expect, it } from 'vitest'
import { mountAt } from '@/testing/mounting'
import { readSearchState, searchRequest, useSearchState, writeSearchState } from './searchState'

describe('the state in the address', () => {
  it('comes back as it was written', () => {
    const query = { q: '勾股定理', type: ['教案', '课件'], year: ['2025'], sort: 'newest', page: '3' }
    expect(writeSearchState(readSearchState(query))).toEqual(query)
  })
  it('stays short for the plain page', () => {
    expect(writeSearchState(readSearchState({}))).toEqual({})
  })
  it('understands one value as a list of one', () => {
    expect(readSearchState({ type: '教案' }).filters.type).toEqual(['教案'])
  })
  it('takes the words and what is chosen along from resources to questions, but not what means nothing there', async () => {
    const { wrapper } = await mountAt('/s?q=光&grade=八年级&format=docx&page=3', {
      setup: () => ({ search: useSearchState('/s') }),
      template: '<i />',
    })
    const search = (wrapper.vm as unknown as { search: ReturnType<typeof useSearchState> }).search
    expect(search.otherLink()).toEqual({ path: '/q', query: { q: '光', grade: ['八年级'] } })
    expect(search.link({}).path).toBe('/s')
  })
  it('mends pages and orders that cannot be', () => {
    expect(readSearchState({ page: '-4', sort: 'loudest' })).toMatchObject({ page: 1, sort: 'relevance' })
    expect(readSearchState({ page: '9999' }).page).toBe(500)
  })
  it('does not ask the server again for the preview', () => {
    const plain = searchRequest(readSearchState({ q: 'a' }))
    expect(searchRequest(readSearchState({ q: 'a', r: 'r1', at: '4' }))).toEqual(plain)
  })
})
