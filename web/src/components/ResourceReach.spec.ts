import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Reach, Reason } from '@/api/types'
import { answering, aResource, mountAt } from '@/testing/mounting'
import AudiencePreview from './AudiencePreview.vue'
import ResourceReach from './ResourceReach.vue'

const school = { kind: 'school' as const, target: 's1', name: '城东实验学校' }
const reason: Reason = { release: school, verdict: 'admitted', actions: ['find', 'view'], agreement: { id: 'a1', title: '城东集团资源共享协议' }, until: '2027-08-31T16:00:00Z' }
const reaches: Reach[] = [
  { release: school, actions: ['find', 'view', 'download', 'fork'], school_count: 0, schools: [] },
  { release: school, actions: ['find', 'view'], school_count: 14, schools: [{ id: 's2', name: '城西小学' }, { id: 's3', name: '远山中学' }], agreement: { id: 'a1', title: '城东集团资源共享协议' } },
]

async function open(may_edit: boolean, items: Reason[] = [reason]) {
  const asked = answering({ 'GET /api/v1/resources/r1/why': { body: { items } }, 'GET /api/v1/resources/r1/audience': { body: { items: reaches } } })
  const { wrapper } = await mountAt('/r/r1', ResourceReach, { props: { resource: aResource({ may_edit }) } })
  const unfold = async (index: number) => {
    const details = wrapper.findAll('details')[index]!
    ;(details.element as HTMLDetailsElement).open = true
    await details.trigger('toggle')
    await flushPromises()
    return details.text()
  }
  return { wrapper, asked, unfold }
}

describe('why a resource is seen', () => {
  it('is a sentence: by which agreement, what for, until when', async () => {
    const { wrapper, asked, unfold } = await open(false)
    expect(asked).toEqual([])
    expect(await unfold(0)).toMatch(/通过协议〈城东集团资源共享协议〉，可以查到标题、在线阅读，有效期至 2027年\d+月\d+日。/)
    expect(wrapper.findAll('details')).toHaveLength(1)
    wrapper.unmount()
  })
  it('is said, too, of what is one’s own', async () => {
    const { wrapper, unfold } = await open(true, [])
    expect(await unfold(0)).toContain('这份资料属于您的学校')
    wrapper.unmount()
  })
})

describe('who sees a resource', () => {
  it('is told by offer and agreement, with the schools and how many', async () => {
    const { wrapper, unfold } = await open(true)
    const text = await unfold(1)
    expect(text).toContain('本校老师')
    expect(text).toContain('城东实验学校，按协议〈城东集团资源共享协议〉 只能在线阅读')
    expect(text).toContain('其他学校 14 所：城西小学、远山中学等 14 所')
    wrapper.unmount()
  })
  it('can be asked before it is saved, and is asked again when the offers change', async () => {
    const asked = answering({ 'POST /api/v1/audience': { body: { items: reaches } } })
    const question = { owner: 's1', type: '教案', subject: '数学', releases: [{ kind: 'school' as const, target: 's1' }] }
    const { wrapper } = await mountAt('/r/r1', AudiencePreview, { props: { question } })
    await wrapper.get('button').trigger('click')
    await flushPromises()
    expect(asked.at(-1)!.body).toEqual(question)
    expect(wrapper.text()).toContain('城西小学')
    await wrapper.setProps({ question: { ...question, releases: [] } })
    expect(wrapper.text()).not.toContain('城西小学')
    wrapper.unmount()
  })
})
