import { describe, expect, it } from 'vitest'
import { readSearchState } from '@/composables/searchState'
import { mountAt } from '@/testing/mounting'
import FilterChips from './FilterChips.vue'

const filters = readSearchState({ type: '教案', school: 's1' }).filters
const facet = { type: [], subject: [], grade: [], edition: [], group: [], year: [], format: [] }
const facets = { ...facet, school: [{ value: 's1', label: '城东实验学校', count: 2, selected: true }] }

describe('filter chips', () => {
  it('name what is chosen, also when the facet no longer lists it', async () => {
    const { wrapper } = await mountAt('/s', FilterChips, { props: { filters, facets } })
    expect(wrapper.findAll('.chip').map((chip) => chip.text())).toEqual(['教案', '城东实验学校'])
    expect(wrapper.get('.chip').attributes('aria-label')).toBe('去掉筛选：教案')
  })
  it('can be taken off one by one or all at once', async () => {
    const { wrapper } = await mountAt('/s', FilterChips, { props: { filters, facets } })
    await wrapper.findAll('.chip')[1]!.trigger('click')
    await wrapper.get('.plain-button').trigger('click')
    expect(wrapper.emitted('remove')).toEqual([['school', 's1']])
    expect(wrapper.emitted('clear')).toHaveLength(1)
  })
  it('are not there when nothing is chosen', async () => {
    const { wrapper } = await mountAt('/s', FilterChips, { props: { filters: readSearchState({}).filters } })
    expect(wrapper.find('button').exists()).toBe(false)
  })
})
