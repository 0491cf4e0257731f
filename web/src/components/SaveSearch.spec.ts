import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Facets } from '@/api/types'
import { readSearchState } from '@/composables/searchState'
import { answering, aProblem, mountAt } from '@/testing/mounting'
import SaveSearch from './SaveSearch.vue'

const facets = { school: [{ value: 's1', label: '城东实验学校', count: 2, selected: true }] } as unknown as Facets
const props = { state: readSearchState({ q: '分数', school: 's1', page: '3' }), facets }

describe('saving a search', () => {
  it('is one click and takes the words and filters that are shown, under a name people know', async () => {
    const asked = answering({ 'POST /api/v1/saved-searches': { status: 201, body: {} } })
    const { wrapper } = await mountAt('/s', SaveSearch, { props })
    await wrapper.get('button').trigger('click')
    await flushPromises()
    expect(asked[0]!.body).toEqual({ name: '分数 · 城东实验学校', text: '分数', filters: { school: ['s1'] }, sort: 'relevance' })
    expect(wrapper.get('[role=status]').text()).toContain('已保存')
    expect(wrapper.get('a').attributes('href')).toBe('/subscriptions')
    expect(wrapper.find('button').exists()).toBe(false)
    wrapper.unmount()
  })

  it('is offered again when something else is looked for', async () => {
    answering({ 'POST /api/v1/saved-searches': { status: 201, body: {} } })
    const { wrapper } = await mountAt('/s', SaveSearch, { props })
    await wrapper.get('button').trigger('click')
    await flushPromises()
    await wrapper.setProps({ state: readSearchState({ q: '小数' }), facets })
    expect(wrapper.get('button').text()).toBe('保存检索')
    wrapper.unmount()
  })

  it('says why it was not kept', async () => {
    answering({ 'POST /api/v1/saved-searches': aProblem(409, 'saved_search.too_many', '最多保存 50 个检索', 'At most 50') })
    const { wrapper } = await mountAt('/s', SaveSearch, { props })
    await wrapper.get('button').trigger('click')
    await flushPromises()
    expect(wrapper.get('[role=status]').text()).toContain('最多保存 50 个检索')
    wrapper.unmount()
  })
})
