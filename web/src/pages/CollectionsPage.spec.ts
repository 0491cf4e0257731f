import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answering, aCollection, mountAt } from '@/testing/mounting'
import CollectionsPage from './CollectionsPage.vue'

describe('the list of collections', () => {
  it('shows one shelf at a time, and the state of those one edits', async () => {
    const asked = answering({
      'GET /api/v1/collections?shelf=published': { body: { items: [], next: '' } },
      'GET /api/v1/collections?shelf=edited': { body: { items: [aCollection()], next: 'c1' } },
      'GET /api/v1/collections?shelf=edited&after=c1': { body: { items: [aCollection({ id: 'c2', title: '二次函数', state: 'published' })], next: '' } },
    })
    const { wrapper, router } = await mountAt('/collections', CollectionsPage)
    await flushPromises()
    expect(wrapper.text()).toContain('还没有发布给您的专题')
    await router.push('/collections?shelf=edited')
    await flushPromises()
    expect(wrapper.get('a[href="/collections/c1"]').text()).toBe('勾股定理专题')
    expect(wrapper.get('[data-state]').text()).toBe('草稿')
    await wrapper.findAll('button').find((one) => one.text() === '再显示一些')!.trigger('click')
    await flushPromises()
    expect(wrapper.findAll('[data-state]').map((one) => one.text())).toEqual(['草稿', '已发布'])
    expect(asked).toHaveLength(3)
    wrapper.unmount()
  })
})
