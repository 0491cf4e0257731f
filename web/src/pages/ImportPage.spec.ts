import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { ImportStatus } from '@/api/types'
import { i18n } from '@/i18n'
import { answering, anImport, aPlannedEntry } from '@/testing/mounting'
import ImportPage from './ImportPage.vue'

window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function openPage(first: ImportStatus) {
  let status = first
  const entries = { body: { items: [aPlannedEntry(0)], next: '' } }
  answering({
    'GET /api/v1/imports/i1': () => ({ body: status }),
    'GET /api/v1/imports/i1/entries?limit=200': entries,
    'GET /api/v1/imports/i1/entries?limit=100': entries,
    'GET /api/v1/imports/i1/folders': { body: { items: [] } },
    'GET /api/v1/vocabulary': { body: { stages: [], grades: [], volumes: [], subjects: [], editions: [], types: [] } },
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/import/:id', component: ImportPage }, { path: '/:rest(.*)*', component: { template: '<i />' } }] })
  await router.push('/import/i1')
  const wrapper = mount(ImportPage, { global: { plugins: [i18n, router] }, attachTo: document.body })
  await flushPromises()
  const become = async (next: ImportStatus) => {
    status = next
    await vi.advanceTimersByTimeAsync(2000)
    await flushPromises()
  }
  return { wrapper, become }
}

describe('an import that is reviewed', () => {
  it('is listed, then reviewed, and its review stays while the names are read again', async () => {
    const { wrapper, become } = await openPage(anImport({ state: 'planning', members_listed: 0, members_surveyed: 0 }, { total: 12 }))
    expect(wrapper.text()).toContain('正在列出文件 · 已找到 12 个文件')
    expect(wrapper.find('[role=grid]').exists()).toBe(false)
    await become(anImport({ members_surveyed: 1 }, { total: 3, planned: 3 }))
    expect(wrapper.find('[role=grid]').exists()).toBe(true)
    await become(anImport({ state: 'planning', charset: 'Big5' }, { total: 3, planned: 3 }))
    expect(wrapper.find('[role=grid]').exists()).toBe(true)
    expect(wrapper.text()).toContain('正在换编码重读文件名')
    wrapper.unmount()
  })
  it('goes on to its report once it is applied', async () => {
    const { wrapper, become } = await openPage(anImport({ state: 'unpacking' }, { total: 3, planned: 2 }))
    expect(wrapper.text()).toContain('已处理 1 / 3 个文件')
    expect(wrapper.text()).not.toContain('下载清单')
    await become(anImport({ state: 'done' }, { total: 3, indexed: 3 }))
    expect(wrapper.findAll('a[download]').map((one) => one.attributes('href'))).toEqual(['/api/v1/imports/i1/report.csv', '/api/v1/imports/i1/report.html'])
    expect(wrapper.text()).toContain('撤销这次导入')
    wrapper.unmount()
  })
  it('shows how far it is taken back, and then that it is', async () => {
    const { wrapper, become } = await openPage(anImport({ state: 'undoing' }, { total: 4, undone: 1, indexed: 3 }))
    expect(wrapper.text()).toContain('正在撤销 · 已处理 1 / 4 个文件')
    await become(anImport({ state: 'undone' }, { total: 4, undone: 4 }))
    expect(wrapper.text()).toContain('这次导入已经撤销')
    expect(wrapper.find('.undo').exists()).toBe(false)
    wrapper.unmount()
  })
  it('is only looked at by who may not review it', async () => {
    const { wrapper } = await openPage({ ...anImport({}, { total: 1, planned: 1 }), may_review: false })
    expect(wrapper.find('[role=grid]').exists()).toBe(false)
    expect(wrapper.text()).toContain('核对后再入库')
    expect(wrapper.find('.undo').exists()).toBe(false)
    wrapper.unmount()
  })
})
