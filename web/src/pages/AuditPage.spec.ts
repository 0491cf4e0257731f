import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { startOf, startOfNext } from '@/composables/days'
import { i18n } from '@/i18n'
import { answering, aProblem } from '@/testing/mounting'
import AuditPage from './AuditPage.vue'

const record = (change: object) => ({
  sequence: 7, at: '2026-11-21T06:05:00Z', actor: 'u1', actor_name: '李建国', action: 'resource.downloaded', subject: 'r1', subject_name: '浮力', remote: '', details: { title: '浮力', bytes: '15', file_name: '浮力.docx', releases: '[{}]' },
  ...change,
})
const first = '/api/v1/schools/s1/audit?limit=100'
afterEach(() => document.body.replaceChildren())

async function show(at: string, answers: Record<string, object>) {
  const asked = answering({ 'GET /api/v1/schools/s1': { body: { school: { id: 's1', name: '城东实验学校' }, groups: [] } }, ...answers })
  const paths = ['/school/:id/audit', '/group/:id/audit', '/admin/audit'].map((path) => ({ path, component: AuditPage }))
  const router = createRouter({ history: createMemoryHistory(), routes: [...paths, { path: '/:rest(.*)*', component: { template: '<i />' } }] })
  await router.push(at)
  const wrapper = mount(AuditPage, { global: { plugins: [i18n, router] }, attachTo: document.body })
  await flushPromises()
  return { wrapper, router, asked }
}
const list = (...items: object[]) => ({ body: { items, next: '' } })

describe('what was done at a school', () => {
  it('says who did what to what', async () => {
    const { wrapper } = await show('/school/s1/audit', { [`GET ${first}`]: list(record({}), record({ sequence: 6, actor: 'indexer', actor_name: '', action: 'import.unpacked', subject: 'i1', subject_name: '八年级.zip', details: { members: '12' } })) })
    expect(wrapper.get('h1').text()).toBe('城东实验学校 · 操作记录')
    const rows = wrapper.findAll('tbody tr').map((row) => row.text())
    expect(rows[0]).toMatch(/李建国.*下载原文件.*浮力.*15 B.*文件：浮力\.docx/)
    expect(rows[0], 'what only a machine reads is for the table').not.toContain('releases')
    expect(rows[1]).toMatch(/系统.*解包完成.*八年级\.zip.*12 个文件/)
    expect(wrapper.get('a[href="/r/r1"]').text()).toBe('浮力')
    wrapper.unmount()
  })
  it('tells an action that has no words by its name', async () => {
    const { wrapper } = await show('/school/s1/audit', { [`GET ${first}`]: list(record({ action: 'comet.seen', subject_name: '' })) })
    expect(wrapper.get('tbody').text()).toContain('comet.seen')
    wrapper.unmount()
  })
  it('is narrowed in the address, and the table is the same', async () => {
    const query = `action=resource.downloaded&subject=r1&from=${encodeURIComponent(startOf('2026-11-01'))}&until=${encodeURIComponent(startOfNext('2026-11-30'))}`
    const { wrapper, asked } = await show('/school/s1/audit?action=resource.downloaded&subject=r1&from=2026-11-01&until=2026-11-30', { [`GET /api/v1/schools/s1/audit?${query}&limit=100`]: list(record({})) })
    expect(asked.some((one) => one.path.includes('audit'))).toBe(true)
    expect(wrapper.findAll('tbody tr')).toHaveLength(1)
    expect(wrapper.get('a[download]').attributes('href')).toBe(`/api/v1/schools/s1/audit.csv?${query}`)
    wrapper.unmount()
  })
  it('asks again when another kind is chosen', async () => {
    const { wrapper, router } = await show('/school/s1/audit', { [`GET ${first}`]: list(record({})), 'GET /api/v1/schools/s1/audit?action=membership&limit=100': list() })
    await wrapper.get('select[name=action]').setValue('membership')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ action: 'membership' })
    expect(wrapper.text()).toContain('没有这样的记录')
    wrapper.unmount()
  })
  it('is for those who administer it', async () => {
    const { wrapper } = await show('/school/s1/audit', { [`GET ${first}`]: aProblem(403, 'audit.not_yours', '只有这里的管理员可以查看操作记录。', 'Only for administrators.') })
    expect(wrapper.text()).toContain('只有这里的管理员')
    wrapper.unmount()
  })
})
