import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { mount } from '@vue/test-utils'
import type { Agreement } from '@/api/types'
import { i18n } from '@/i18n'
import { anAgreement, answering, aProblem } from '@/testing/mounting'
import AgreementPage from './AgreementPage.vue'

const trail = [
  { version: 1, at: '2026-08-01T02:00:00Z', by: 'u1', by_name: '张三', step: 'created', party: '', note: '' },
  { version: 3, at: '2026-08-03T02:00:00Z', by: 'u2', by_name: '李四', step: 'approve', party: 's2', note: '校长办公会通过' },
]
afterEach(() => document.body.replaceChildren())

async function show(change: Partial<Agreement>, answer: object = { body: anAgreement({ version: 5 }) }) {
  const asked = answering({
    'GET /api/v1/agreements/a1': { body: anAgreement(change) },
    'GET /api/v1/agreements/a1/trail': { body: { items: trail } },
    'GET /api/v1/agreements/a2': { body: anAgreement({ id: 'a2' }) },
    'GET /api/v1/agreements/a2/trail': { body: { items: [] } },
    'POST /api/v1/agreements/a1/steps': answer,
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/agreements/:id', component: AgreementPage }, { path: '/:rest(.*)*', component: { template: '<i />' } }] })
  await router.push('/agreements/a1')
  const wrapper = mount(AgreementPage, { global: { plugins: [i18n, router] }, attachTo: document.body })
  await flushPromises()
  const buttons = () => wrapper.findAll('button').map((one) => one.text())
  const press = async (text: string) => {
    await wrapper.findAll('button').find((one) => one.text() === text)!.trigger('click')
    await flushPromises()
  }
  const sent = () => asked.filter((one) => one.method === 'POST').map((one) => one.body)
  return { wrapper, router, buttons, press, sent }
}
const inDialog = <E extends HTMLElement>(selector: string) => [...document.body.querySelectorAll<E>(`.el-dialog ${selector}`)]

describe('an agreement', () => {
  it('says what is shared, who approved, and how it went', async () => {
    const [first, second] = anAgreement().parties
    const { wrapper, buttons } = await show({ phase: 'proposed', parties: [first!, { ...second!, approved_by: 'u2', approved_at: '2026-08-03T02:00:00Z' }], duties: '每学期互听两节课', filing_number: '青教备〔2026〕7号' })
    const text = wrapper.text()
    for (const words of ['已提出', '李四已同意', '尚未同意', '数学', '查到标题、在线阅读', '每学期互听两节课', '青教备〔2026〕7号', '校长办公会通过', '代表 城西小学']) expect(text).toContain(words)
    expect(buttons()).toEqual([])
    wrapper.unmount()
  })
  it('offers the steps one may take, and no others', async () => {
    const { wrapper, buttons, press, sent } = await show({ may: ['propose'], may_edit: true })
    expect(buttons()).toEqual(['提出协议'])
    expect(wrapper.find('a[href="/agreements/a1/edit"]').exists()).toBe(true)
    await press('提出协议')
    expect(sent()).toEqual([{ step: 'propose', version: 2 }])
    wrapper.unmount()
  })
  it('approves for the party one administers, once', async () => {
    const { wrapper, buttons, press, sent } = await show({ phase: 'proposed', may: ['take_back', 'approve'] })
    expect(buttons()).toEqual(['代表 城东实验学校 同意', '收回修改…'])
    await press('代表 城东实验学校 同意')
    expect(sent()).toEqual([{ step: 'approve', version: 2, party: 's1' }])
    wrapper.unmount()
  })
  it('asks before it ends', async () => {
    const { wrapper, press, sent } = await show({ phase: 'active', may: ['terminate'] })
    await press('终止协议…')
    expect(sent()).toEqual([])
    expect(document.body.textContent).toContain('马上就查不到')
    inDialog<HTMLFormElement>('form')[0]!.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(sent()).toEqual([{ step: 'terminate', version: 2, note: '' }])
    wrapper.unmount()
  })
  it('is filed under a number, and says what was wrong with it', async () => {
    const { wrapper, press, sent } = await show({ phase: 'approved', may: ['file'] }, aProblem(409, 'agreement.changed', '协议刚被别人改动', 'Changed'))
    await press('备案…')
    const input = inDialog<HTMLInputElement>('input')[0]!
    input.value = '7号'
    input.dispatchEvent(new Event('input'))
    inDialog<HTMLFormElement>('form')[0]!.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(sent()).toEqual([{ step: 'file', version: 2, note: '', filing_number: '7号' }])
    expect(inDialog('[role=alert]')[0]!.textContent).toContain('协议刚被别人改动')
    wrapper.unmount()
  })
  it('leads on to its renewal', async () => {
    const { wrapper, router, press } = await show({ phase: 'ended', may: ['renew'] }, { body: anAgreement({ id: 'a2', renews: 'a1' }) })
    await press('续签')
    expect(router.currentRoute.value.path).toBe('/agreements/a2')
    wrapper.unmount()
  })
})
