import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { mount } from '@vue/test-utils'
import type { Collection } from '@/api/types'
import { i18n } from '@/i18n'
import { answering, aCollection, aProblem } from '@/testing/mounting'
import CollectionPage from './CollectionPage.vue'

let close = () => {}
afterEach(() => close())

async function show(answers: Parameters<typeof answering>[0]) {
  const asked = answering(answers)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/collections/:id', component: CollectionPage }, { path: '/:rest(.*)*', component: { template: '<i />' } }] })
  await router.push('/collections/c1')
  const wrapper = mount({ template: '<RouterView />' }, { global: { plugins: [i18n, router] }, attachTo: document.body })
  close = () => wrapper.unmount()
  await flushPromises()
  return { wrapper, asked, router }
}
const of = (change: Partial<Collection>) => show({ 'GET /api/v1/collections/c1': { body: aCollection(change) } })

describe('the page of a collection', () => {
  it('shows its sections, what part is meant, and links that leave the site as such', async () => {
    const { wrapper } = await of({})
    const text = wrapper.text()
    for (const said of ['勾股定理专题', '草稿', '第 3–5 页', '先看这个', '课后看', '外部平台']) expect(text).toContain(said)
    expect(wrapper.get('a[href="/r/r1"]').text()).toBe('勾股定理 教案')
    const link = wrapper.get('a[href="https://basic.smartedu.cn/"]')
    expect(link.attributes('rel')).toBe('noopener noreferrer')
    expect(wrapper.get('a[href="/api/v1/collections/c1/export.zip"]').text()).toContain('打包下载')
  })

  it('lets a reader read, take along and copy, and nothing else', async () => {
    const { wrapper } = await of({ state: 'published', may_edit: false, may_manage: false, releases: undefined })
    const words = wrapper.findAll('button, .el-button').map((one) => one.text())
    expect(words.some((one) => one.startsWith('复制'))).toBe(true)
    for (const word of ['修改', '发布…', '收回发布', '删除专题…']) expect(words).not.toContain(word)
    expect(wrapper.text()).not.toContain('已发布给')
  })

  it('names where it comes from while that may be seen', async () => {
    const { wrapper } = await of({ origin: { id: 'c0', title: '勾股', owner_name: '李四' } })
    expect(wrapper.get('a[href="/collections/c0"]').text()).toBe('改编自李四的“勾股”')
  })

  it('says so where nothing in it may be seen', async () => {
    const { wrapper } = await of({ sections: [], may_edit: false, may_manage: false })
    expect(wrapper.text()).toContain('这个专题里现在没有您可以看的条目')
  })

  it('is as absent as one that never was', async () => {
    const { wrapper } = await show({ 'GET /api/v1/collections/c1': aProblem(404, 'collection.absent', '没有这个专题。', 'x') })
    expect(wrapper.text()).toContain('没有找到这个专题')
  })
})
