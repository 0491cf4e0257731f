import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answering, aProblem, aResource, mountAt } from '@/testing/mounting'
import SimilarResources from './SimilarResources.vue'

const none = { items: [], more: false }
async function show(answer: object) {
  const asked = answering({
    'GET /api/v1/resources/r1/similar': answer,
    'GET /api/v1/resources/r2/similar': { body: { same_bytes: none, versions: none, same_lesson: none, similar: none } },
  })
  const { wrapper } = await mountAt('/r/r1', SimilarResources, { props: { resource: 'r1' } })
  await flushPromises()
  return { wrapper, asked }
}

describe('what is like a resource', () => {
  it('stands in groups, versions with how much is the same', async () => {
    const { wrapper } = await show({
      body: {
        same_bytes: none,
        versions: { items: [{ resource: aResource({ id: 'v2', title: '有理数的加法 修改' }), share: 0.9375 }], more: true },
        same_lesson: { items: [{ resource: aResource({ id: 'l1', title: '有理数的加法 课件' }) }], more: false },
        similar: none,
      },
    })
    expect(wrapper.findAll('h2').map((one) => one.text())).toEqual(['其他版本', '同一课的其他资源'])
    expect(wrapper.get('[data-group=versions]').text()).toContain('约 94% 相同')
    expect(wrapper.get('[data-group=versions] a').attributes('href')).toBe('/r/v2')
    expect(wrapper.get('[data-group=same_lesson]').text()).not.toContain('%')
    expect(wrapper.text()).toContain('还有更多')
    wrapper.unmount()
  })

  it('takes no room where nothing is, nor while there is no answer', async () => {
    const empty = await show({ body: { same_bytes: none, versions: none, same_lesson: none, similar: none } })
    expect(empty.wrapper.find('section').exists()).toBe(false)
    empty.wrapper.unmount()
    const failed = await show(aProblem(503, 'index.version_mismatch', '索引正在重建', 'Rebuilding'))
    expect(failed.wrapper.find('section').exists()).toBe(false)
    failed.wrapper.unmount()
  })

  it('asks anew for another resource', async () => {
    const { wrapper, asked } = await show({ body: { same_bytes: none, versions: none, same_lesson: none, similar: none } })
    await wrapper.setProps({ resource: 'r2' })
    await flushPromises()
    expect(asked.map((one) => one.path)).toEqual(['/api/v1/resources/r1/similar', '/api/v1/resources/r2/similar'])
    wrapper.unmount()
  })
})
