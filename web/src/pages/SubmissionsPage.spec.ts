import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { Session } from '@/api/types'
import { setSession } from '@/composables/session'
import { answering, aSubmission, mountAt } from '@/testing/mounting'
import SubmissionsPage from './SubmissionsPage.vue'

const session = (may_preside: boolean) =>
  setSession({ user: { role: 'none' }, schools: [{ school: { id: 's1', name: '城东实验学校' }, role: 'teacher', may_upload: true, may_preside }], groups: [] } as unknown as Session)
afterEach(() => setSession(null))

describe('the list of submissions', () => {
  it('shows what waits for the reader, and no place in which they do not preside', async () => {
    session(false)
    answering({ 'GET /api/v1/submissions?shelf=to_review': { body: { items: [aSubmission()], next: '' } } })
    const { wrapper } = await mountAt('/submissions?shelf=place', SubmissionsPage)
    await flushPromises()
    expect(wrapper.get('a[href="/submissions/b1"]').text()).toBe('勾股定理 教案')
    expect(wrapper.get('[data-submission-state]').text()).toBe('审核中')
    expect(wrapper.text()).not.toContain('本校·集团')
    wrapper.unmount()
  })

  it('shows who presides what came to their school, and where opinions differ', async () => {
    session(true)
    answering({
      'GET /api/v1/submissions?shelf=place&school=s1': { body: { items: [aSubmission({ tied: true, by_name: '' })], next: '' } },
      'GET /api/v1/schools/s1/review-rules': { body: { version: 0, criteria: [{ name: '好', name_en: '', most: 5, weight: 1 }], rotating: false } },
    })
    const { wrapper } = await mountAt('/submissions?shelf=place', SubmissionsPage)
    await flushPromises()
    expect(wrapper.text()).toContain('意见不一，请定结论')
    expect(wrapper.text()).toContain('匿名 · ')
    expect(wrapper.find('form').exists()).toBe(true)
    wrapper.unmount()
  })
})
