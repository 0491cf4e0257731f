import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { mount } from '@vue/test-utils'
import { i18n } from '@/i18n'
import type { Collection } from '@/api/types'
import { answering, aCollection, aProblem } from '@/testing/mounting'
import CollectionEditPage from './CollectionEditPage.vue'

let close = () => {}
afterEach(() => close())

async function show(collection: Collection, answers: Parameters<typeof answering>[0] = {}) {
  const asked = answering({
    'GET /api/v1/collections/c1': { body: collection },
    'GET /api/v1/schools/s1/members?limit=200': { body: { items: [], next: '' } },
    ...answers,
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/collections/:id/edit', component: CollectionEditPage }, { path: '/:rest(.*)*', component: { template: '<i />' } }] })
  await router.push('/collections/c1/edit')
  const wrapper = mount({ template: '<RouterView />' }, { global: { plugins: [i18n, router] }, attachTo: document.body })
  close = () => wrapper.unmount()
  await flushPromises()
  const outline = () =>
    wrapper.findAll('section').map((one) => `${one.attributes('aria-label')}: ${one.findAll('li').map((item) => item.find('.title').text()).join(' ')}`.trim())
  const said = () => wrapper.get('[aria-live=polite]').text()
  const button = (text: string) => wrapper.findAll('button').find((one) => one.text() === text)!
  return { wrapper, asked, outline, said, button }
}
const press = (wrapper: Awaited<ReturnType<typeof show>>['wrapper'], handle: string, key: string) => wrapper.get(`[data-handle=${handle}]`).trigger('keydown', { key, altKey: true })

describe('writing a collection', () => {
  it('moves items with the keyboard, tells where they are now, and keeps the keyboard there', async () => {
    const { wrapper, outline, said } = await show(aCollection())
    expect(outline()).toEqual(['引入: 勾股定理 教案 勾股定理 课件', '平台: 国家平台'])
    await press(wrapper, 'a', 'ArrowDown')
    await flushPromises()
    expect(outline()).toEqual(['引入: 勾股定理 课件 勾股定理 教案', '平台: 国家平台'])
    expect(said()).toBe('“勾股定理 教案”移到“引入”的第 2 项，共 2 项。')
    expect(document.activeElement?.getAttribute('data-handle')).toBe('a')
    await press(wrapper, 'a', 'ArrowDown')
    await flushPromises()
    expect(outline()).toEqual(['引入: 勾股定理 课件', '平台: 勾股定理 教案 国家平台'])
    await press(wrapper, 'b', 'ArrowUp')
    expect(said()).toBe('“勾股定理 课件”已经在尽头，不能再移动。')
  })

  it('moves whole sections', async () => {
    const { wrapper, outline, said } = await show(aCollection())
    await press(wrapper, 's', 'ArrowDown')
    await flushPromises()
    expect(outline()).toEqual(['平台: 国家平台', '引入: 勾股定理 教案 勾股定理 课件'])
    expect(said()).toBe('“引入”移到第 2 节，共 2 节。')
  })

  it('takes an item where it is dragged', async () => {
    const { wrapper, outline } = await show(aCollection())
    await wrapper.get('[data-handle=b]').trigger('dragstart')
    const onto = wrapper.findAll('li').find((one) => one.find('.title').text() === '国家平台')!
    await onto.trigger('dragover', { clientY: 10 })
    await onto.trigger('drop')
    await flushPromises()
    expect(outline()).toEqual(['引入: 勾股定理 教案', '平台: 国家平台 勾股定理 课件'])
  })

  it('saves the whole outline at the version it was read at', async () => {
    const { wrapper, asked, button } = await show(aCollection(), { 'PATCH /api/v1/collections/c1': { body: aCollection({ version: 4, title: '新名字' }) } })
    expect(button('保存专题').attributes('disabled')).toBeDefined()
    await wrapper.get('#collection-title').setValue('新名字')
    await button('添加一节').trigger('click')
    await button('保存专题').trigger('click')
    await flushPromises()
    const { body } = asked.at(-1)! as { body: { version: number; title: string; sections: unknown[] } }
    expect(body.version).toBe(3)
    expect(body.title).toBe('新名字')
    expect(body.sections[0]).toEqual({
      id: 's',
      title: '引入',
      note: '',
      items: [
        { id: 'a', kind: 'resource', resource: 'r1', page_from: 3, page_to: 5, note: '先看这个' },
        { id: 'b', kind: 'resource', resource: 'r2', note: '' },
      ],
    })
    expect(body.sections[2]).toEqual({ title: '', note: '', items: [] })
    expect(wrapper.get('[role=status]').text()).toBe('已保存，现在是第 4 版。')
  })

  it('says who was faster, keeps what was written, and loads the new version when asked', async () => {
    const { wrapper, button } = await show(aCollection(), {
      'PATCH /api/v1/collections/c1': aProblem(409, 'collection.changed', '李四刚改过这个专题，现在是第 4 版。', 'x'),
    })
    await wrapper.get('#collection-title').setValue('我的名字')
    await button('保存专题').trigger('click')
    await flushPromises()
    expect(wrapper.get('[role=alert]').text()).toContain('李四刚改过这个专题，现在是第 4 版。')
    expect((wrapper.get('#collection-title').element as HTMLInputElement).value).toBe('我的名字')
    expect(button('保存专题').attributes('disabled')).toBeDefined()
    await button('载入新版').trigger('click')
    await flushPromises()
    expect((wrapper.get('#collection-title').element as HTMLInputElement).value).toBe('勾股定理专题')
    expect(wrapper.find('[role=alert]').exists()).toBe(false)
  })

  it('is for those who edit it', async () => {
    const { wrapper } = await show(aCollection({ may_edit: false, may_manage: false }))
    expect(wrapper.text()).toContain('没有找到这个专题')
  })
})
