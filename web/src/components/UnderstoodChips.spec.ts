import { describe, expect, it } from 'vitest'
import { mountAt } from '@/testing/mounting'
import UnderstoodChips from './UnderstoodChips.vue'

const understood = [
  { words: '八上', meanings: [{ field: 'grade' as const, value: '八年级' }, { field: 'volume' as const, value: '上册' }] },
  { words: '课件', meanings: [{ field: 'kind' as const, value: '课件' }] },
]

describe('what a query was read as', () => {
  it('says what comes first', async () => {
    const { wrapper } = await mountAt('/s', UnderstoodChips, { props: { understood, literal: [] } })
    expect(wrapper.get('.lead').text()).toBe('已优先')
    expect(wrapper.findAll('.chip').map((chip) => chip.text())).toEqual(['八年级 · 上册', '课件'])
    expect(wrapper.get('.chip').attributes('aria-label')).toBe('不按 八年级 · 上册 优先，照字面找“八上”')
  })
  it('can be taken back word by word', async () => {
    const { wrapper } = await mountAt('/s', UnderstoodChips, { props: { understood, literal: [] } })
    await wrapper.findAll('.chip')[1]!.trigger('click')
    expect(wrapper.emitted('literally')).toEqual([['课件']])
  })
  it('offers to read the words again once they are taken literally', async () => {
    const { wrapper } = await mountAt('/s', UnderstoodChips, { props: { understood: [], literal: ['课件'] } })
    await wrapper.get('.plain-button').trigger('click')
    expect(wrapper.emitted('again')).toHaveLength(1)
  })
  it('is not there when nothing was read into the words', async () => {
    const { wrapper } = await mountAt('/s', UnderstoodChips, { props: { understood: [], literal: [] } })
    expect(wrapper.find('button').exists()).toBe(false)
  })
})
