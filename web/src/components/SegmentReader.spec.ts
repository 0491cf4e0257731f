import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answering, mountAt } from '@/testing/mounting'
import SegmentReader from './SegmentReader.vue'

async function mountWith(answersHidden: boolean) {
  const items = [{ index: 0, locator: { kind: 'whole', number: 0, end: 0, label: '' }, text: '1．人体最大的器官是', ranges: [] }]
  answering({ 'GET /api/v1/resources/r1/segments?first=0&limit=20': { body: { first: 0, count: 1, answers_hidden: answersHidden, items } } })
  const { wrapper } = await mountAt('/r/r1', SegmentReader, { props: { resource: 'r1', at: 0, q: '' } })
  await flushPromises()
  return wrapper
}

describe('the text of a resource', () => {
  it('says so where it is shown without the answers it prints', async () => {
    const wrapper = await mountWith(true)
    expect(wrapper.text()).toContain('人体最大的器官是')
    expect(wrapper.text()).toContain('答案只有本校和所在集团的老师能看到')
  })
  it('says nothing of answers otherwise', async () => {
    expect((await mountWith(false)).text()).not.toContain('答案')
  })
})
