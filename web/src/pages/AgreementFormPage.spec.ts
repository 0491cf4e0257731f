import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { AgreementTerms } from '@/api/types'
import { dayOf } from '@/composables/days'
import { i18n } from '@/i18n'
import { anAgreement, answering, aProblem } from '@/testing/mounting'
import AgreementFormPage from './AgreementFormPage.vue'

const member = (id: string, subject: string, role: string, kind = 'school_in_group', current = true) => ({ membership: { id, version: 1, kind, subject, container: 'g1', role, from: '', until: '' }, name: subject, current })
const usual = { title: '', sharing: 'by_default', flow: 'down', content: { types: [], subjects: [], least: 'none' }, actions: ['find', 'view'], unshared: 'titles', parties: [], from: '', until: '', duties: '', attachments: [] }
const places = {
  'GET /api/v1/schools?limit=200': { body: { items: [{ id: 's1', name: '城东实验学校' }, { id: 's2', name: '城西小学' }], next: '' } },
  'GET /api/v1/groups?limit=200': { body: { items: [{ id: 'g1', name: '城东教育集团', kind: 'joined_group' }], next: '' } },
  'GET /api/v1/vocabulary': { body: { stages: [], grades: [], volumes: [], subjects: [{ name: '数学', aliases: [] }], editions: [], types: [{ name: '教案', aliases: [] }] } },
  'GET /api/v1/groups/g1/usual-terms': { body: usual },
  'GET /api/v1/groups/g1/members?limit=200': { body: { items: [member('m1', 's1', 'core'), member('m2', 's2', 'member'), member('m3', 's9', 'member', 'school_in_group', false), member('m4', 'u1', 'teacher', 'user_in_group')], next: '' } },
}

async function open(path: string, answers: Parameters<typeof answering>[0]) {
  const asked = answering({ ...places, ...answers })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/agreements/new', component: AgreementFormPage }, { path: '/agreements/:id/edit', component: AgreementFormPage }, { path: '/:rest(.*)*', component: { template: '<i />' } }],
  })
  await router.push(path)
  const wrapper = mount(AgreementFormPage, { global: { plugins: [i18n, router] }, attachTo: document.body })
  await flushPromises()
  const save = async () => {
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    return asked.at(-1)!.body
  }
  return { wrapper, router, save }
}
const check = (wrapper: Awaited<ReturnType<typeof open>>['wrapper'], label: string) => wrapper.findAll('label').find((one) => one.text() === label)!.get('input').setValue(true)

describe('drafting an agreement', () => {
  it('begins from what is usual for the group, with its schools of today', async () => {
    const { wrapper, router, save } = await open('/agreements/new', { 'POST /api/v1/agreements': { status: 201, body: anAgreement() } })
    await wrapper.get('#agreement-group').setValue('g1')
    await flushPromises()
    expect(wrapper.get<HTMLInputElement>('#agreement-title').element.value).toBe('城东教育集团资源共享协议')
    await check(wrapper, '数学')
    const terms = (await save()) as AgreementTerms
    expect(terms).toMatchObject({ sharing: 'by_default', flow: 'down', actions: ['find', 'view'], unshared: 'titles', content: { subjects: ['数学'] }, until: '9999-12-31T23:59:59.000Z' })
    expect(terms.parties).toEqual([{ kind: 'school', id: 's1', role: 'lead' }, { kind: 'school', id: 's2', role: 'member' }])
    expect(dayOf(terms.from)).toBe(dayOf(new Date().toISOString()))
    expect(router.currentRoute.value.path).toBe('/agreements/a1')
    wrapper.unmount()
  })
  it('brings along what an action needs', async () => {
    const { wrapper, save } = await open('/agreements/new', { 'POST /api/v1/agreements': { status: 201, body: anAgreement() } })
    for (const label of ['查到标题', '在线阅读', '下载原文件']) await wrapper.findAll('label').find((one) => one.text() === label)!.get('input').setValue(false)
    await check(wrapper, '改编')
    expect(await save()).toMatchObject({ actions: ['find', 'view', 'fork'] })
    wrapper.unmount()
  })
  it('keeps what was written and says what is missing', async () => {
    const { wrapper, save } = await open('/agreements/new', { 'POST /api/v1/agreements': aProblem(400, 'agreement.too_few_parties', '协议至少要有两方。', 'Two parties.') })
    await wrapper.get('#agreement-title').setValue('共享协议')
    await save()
    expect(wrapper.get('[role=alert]').text()).toContain('协议至少要有两方。')
    expect(wrapper.get<HTMLInputElement>('#agreement-title').element.value).toBe('共享协议')
    wrapper.unmount()
  })
  it('changes a draft with the version it was read at', async () => {
    const { wrapper, save } = await open('/agreements/a1/edit', { 'GET /api/v1/agreements/a1': { body: anAgreement() }, 'PUT /api/v1/agreements/a1': { body: anAgreement({ version: 3 }) } })
    expect(wrapper.find('#agreement-group').exists()).toBe(false)
    await wrapper.get('#agreement-until').setValue('2028-09-01')
    const sent = (await save()) as { version: number; terms: AgreementTerms }
    expect(sent).toMatchObject({ version: 2, terms: { title: '城东集团资源共享协议', actions: ['find', 'view'] } })
    expect(dayOf(sent.terms.until)).toBe('2028-09-01')
    expect(sent.terms.parties[0]).toEqual({ kind: 'school', id: 's1', role: 'lead', from: '1970-01-01T00:00:00.000Z', until: '9999-12-31T23:59:59.000Z' })
    wrapper.unmount()
  })
})
