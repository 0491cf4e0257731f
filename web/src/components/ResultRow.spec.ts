import { describe, expect, it } from 'vitest'
import type { Hit } from '@/api/types'
import { aResource, mountAt } from '@/testing/mounting'
import ResultRow from './ResultRow.vue'

const hit: Hit = {
  resource: aResource({}, { type: '教案', subject: '数学', grade: '七年级', volume: '上册', year: '2025' }),
  title_ranges: [{ start: 0, end: 3 }],
  snippet: { text: '同号两数相加，用有理数的加法法则', ranges: [{ start: 8, end: 11 }], segment: 11, locator: { kind: 'page', number: 12, end: 12, label: '' } },
}
const mountRow = (change: Partial<Hit> = {}) => mountAt('/s', ResultRow, { props: { hit: { ...hit, ...change }, q: '有理数', selected: false } })

describe('a result', () => {
  it('says what it is, where the hit stands, why and for whom', async () => {
    const { wrapper } = await mountRow()
    expect(wrapper.get('.mark').text()).toBe('教案')
    expect(wrapper.findAll('mark').map((mark) => mark.text())).toEqual(['有理数', '有理数'])
    expect(wrapper.get('.place').text()).toBe('第 12 页')
    expect(wrapper.get('.facts').text()).toBe('数学 · 七年级上册 · 城东实验学校 · 2025')
  })
  it('opens at the page of the hit with the words marked', async () => {
    const { wrapper } = await mountRow()
    const address = '/r/r1?q=%E6%9C%89%E7%90%86%E6%95%B0&at=11'
    expect(wrapper.get('.place').attributes('href')).toBe(address)
    expect(wrapper.get('.title').attributes('href')).toBe(address)
    expect(wrapper.get('.place').attributes('aria-label')).toBe('打开 第 12 页')
  })
  it('shows slides and film times in their own words', async () => {
    const locate = async (kind: 'slide' | 'time' | 'whole', number: number) => {
      const { wrapper } = await mountRow({ snippet: { ...hit.snippet!, locator: { kind, number, end: number, label: '' } } })
      return wrapper.find('.place').exists() ? wrapper.get('.place').text() : ''
    }
    expect([await locate('slide', 3), await locate('time', 800_000), await locate('whole', 0)]).toEqual(['第 3 张', '00:13:20', ''])
  })
  it('marks a guess as a guess', async () => {
    const resource = aResource({}, { subject: '数学', grade: '七年级' })
    resource.tags.grade.confidence = 0.6
    const { wrapper } = await mountRow({ resource })
    expect(wrapper.findAll('.guess').map((one) => one.text())).toEqual(['七年级'])
    expect(wrapper.text()).toContain('推测')
  })
  it('is previewed by a click beside its links only', async () => {
    const { wrapper } = await mountRow()
    document.addEventListener('click', (event) => event.preventDefault(), { once: true, capture: true })
    await wrapper.get('.action').trigger('click')
    expect(wrapper.emitted('preview')).toBeUndefined()
    await wrapper.get('.context').trigger('click')
    expect(wrapper.emitted('preview')).toHaveLength(1)
  })
  it('offers a download only to whom it was granted', async () => {
    const { wrapper } = await mountRow({ resource: aResource({ actions: ['find', 'view'] }) })
    expect(wrapper.find('a.action').exists()).toBe(false)
  })
  it('never takes a text for markup', async () => {
    const { wrapper } = await mountRow({ resource: aResource({ title: '<img src=x onerror=alert(1)>' }), title_ranges: [] })
    expect(wrapper.find('img').exists()).toBe(false)
    expect(wrapper.get('.title').text()).toBe('<img src=x onerror=alert(1)>')
  })
})
