import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Agreement, Session } from '@/api/types'
import { setSession } from '@/composables/session'
import { anAgreement, answering, mountAt } from '@/testing/mounting'
import AgreementsPage from './AgreementsPage.vue'

async function show(items: Agreement[], role = 'school_administrator', viewing_as = false) {
  setSession({ user: { id: 'u1', name: '张三', role: 'none' }, viewing_as, groups: [], schools: [{ school: { id: 's1', name: '城东' }, role, may_upload: true }], csrf_token: 't' } as unknown as Session)
  answering({ 'GET /api/v1/agreements': { body: { items } } })
  const { wrapper } = await mountAt('/agreements', AgreementsPage)
  await flushPromises()
  return wrapper
}

describe('the list of agreements', () => {
  it('says of each between whom it is, how far it got and until when', async () => {
    const wrapper = await show([anAgreement({ phase: 'active' })])
    expect(wrapper.get('a[href="/agreements/a1"]').text()).toBe('城东集团资源共享协议')
    expect(wrapper.text()).toContain('城东实验学校、城西小学')
    expect(wrapper.text()).toMatch(/2026年\d+月\d+日起，2027年\d+月\d+日失效/)
    expect(wrapper.get('[data-phase=active]').text()).toBe('生效中')
    wrapper.unmount()
  })
  it('has a word for every phase', async () => {
    const phases = ['draft', 'proposed', 'approved', 'filed', 'active', 'ended', 'terminated'] as const
    const wrapper = await show(phases.map((phase) => anAgreement({ id: phase, phase })))
    expect(wrapper.findAll('[data-phase]').map((one) => one.text())).toEqual(['草稿', '已提出', '各方已同意', '已备案', '生效中', '已到期', '已终止'])
    wrapper.unmount()
  })
  it('offers a draft to those who administer a school, and not to who only looks', async () => {
    const link = 'a[href="/agreements/new"]'
    expect((await show([])).find(link).exists()).toBe(true)
    expect((await show([], 'teacher')).find(link).exists()).toBe(false)
    expect((await show([], 'school_administrator', true)).find(link).exists()).toBe(false)
  })
})
