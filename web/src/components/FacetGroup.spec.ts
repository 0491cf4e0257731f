import { describe, expect, it } from 'vitest'
import { mountAt } from '@/testing/mounting'
import FacetGroup from './FacetGroup.vue'

const values = Array.from({ length: 9 }, (_, index) => ({ value: `v${index}`, label: `学科${index}`, count: 1200 - index, selected: index === 8 }))

describe('a facet', () => {
  it('is a group of named checks with their counts', async () => {
    const { wrapper } = await mountAt('/s', FacetGroup, { props: { name: 'subject', title: '学科', values: values.slice(0, 2) } })
    expect(wrapper.get('fieldset legend').text()).toBe('学科')
    expect(wrapper.findAll('label').map((label) => label.text())).toEqual(['学科01,200', '学科11,199'])
  })
  it('hides the many but never what is chosen', async () => {
    const { wrapper } = await mountAt('/s', FacetGroup, { props: { name: 'subject', title: '学科', values } })
    expect(wrapper.findAll('input').map((input) => input.element.value)).toEqual(['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v8'])
    expect(wrapper.get<HTMLInputElement>('input[value=v8]').element.checked).toBe(true)
    await wrapper.get('button').trigger('click')
    expect(wrapper.findAll('input')).toHaveLength(9)
  })
  it('says which value was ticked', async () => {
    const { wrapper } = await mountAt('/s', FacetGroup, { props: { name: 'subject', title: '学科', values } })
    await wrapper.get('input[value=v1]').trigger('change')
    expect(wrapper.emitted('toggle')).toEqual([['v1']])
  })
})
