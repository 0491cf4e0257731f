import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Submission } from '@/api/types'
import { i18n } from '@/i18n'
import { answering, aProblem, aSubmission } from '@/testing/mounting'
import SubmissionPage from './SubmissionPage.vue'

let close = () => {}
afterEach(() => close())

async function show(answers: Parameters<typeof answering>[0]) {
  const asked = answering({ 'GET /api/v1/submissions/b1/comments?limit=200': { body: { items: [], next: '' } }, ...answers })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/submissions/:id', component: SubmissionPage }, { path: '/:rest(.*)*', component: { template: '<i />' } }] })
  await router.push('/submissions/b1')
  const wrapper = mount({ template: '<RouterView />' }, { global: { plugins: [i18n, router] }, attachTo: document.body })
  close = () => wrapper.unmount()
  await flushPromises()
  return { wrapper, asked }
}
const of = (change: Partial<Submission>, more = {}) => show({ 'GET /api/v1/submissions/b1': { body: aSubmission(change) }, ...more })
const comment = { number: 1, at: '2026-11-21T06:05:00Z', text: '图不清楚', question: '', page: 2, role: 'reviewer', reviewer: 1, by_name: '', mine: false }

describe('the page of a submission', () => {
  it('gives a reviewer the criteria, and sends scores, verdict and comment as one step', async () => {
    const { wrapper, asked } = await of({ may: ['review'], may_comment: true }, { 'POST /api/v1/submissions/b1/steps': { body: aSubmission({ state: 'exemplary', version: 3 }) } })
    const numbers = wrapper.findAll('input[type=number]')
    expect(numbers).toHaveLength(2)
    await numbers[0]!.setValue('18')
    await numbers[1]!.setValue('9')
    await wrapper.get('input[value=exemplary]').setValue()
    await wrapper.get('[data-opinion]').trigger('submit')
    await flushPromises()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ step: 'review', verdict: 'exemplary', scores: [18, 9], comment: '', version: 2 })
    expect(wrapper.get('[data-submission-state]').text()).toBe('精品')
    expect(wrapper.find('[data-opinion]').exists()).toBe(false)
  })

  it('names nobody who is not told', async () => {
    const { wrapper } = await of(
      { blind: true, by_name: '', reviewers: [{ number: 1, mine: false, spoke: true }, { number: 2, mine: true, spoke: false, user: { id: 'u2', name: '孙老师' } }] },
      { 'GET /api/v1/submissions/b1/comments?limit=200': { body: { items: [comment], next: '' } } },
    )
    const text = wrapper.text()
    for (const said of ['匿名评审', '匿名 · ', '审核人 1', '审核人 2（我）', '已给出意见', '第 2 页', '图不清楚']) expect(text).toContain(said)
    expect(text).not.toContain('孙老师')
  })

  it('tells the submitter what it came to', async () => {
    const { wrapper } = await of({ state: 'approved', result: { means: [17.5, 8], total: 85 }, part: { submitter: true, reviewer: false, presides: false } })
    for (const said of ['通过', '17.5', '85', '总分']) expect(wrapper.text()).toContain(said)
    expect(wrapper.findAll('button')).toHaveLength(0)
  })

  it('says that the resource has another version, and lists those before', async () => {
    const before = aSubmission({ id: 'b0', title: '旧的', state: 'returned', outdated: true })
    const { wrapper } = await of({ outdated: true, earlier: [before], part: { submitter: true, reviewer: false, presides: false } })
    expect(wrapper.text()).toContain('新版本要重新送审')
    expect(wrapper.get('a[href="/submissions/b0"]').text()).toBe('旧的')
  })

  it('is as absent as one that never was', async () => {
    const { wrapper } = await show({ 'GET /api/v1/submissions/b1': aProblem(404, 'submission.absent', '没有这次送审。', 'x') })
    expect(wrapper.text()).toContain('没有找到这次送审')
  })
})
