import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '@/api/types'
import { setSession } from '@/composables/session'
import { mountAt } from '@/testing/mounting'
import UploadTargetForm from './UploadTargetForm.vue'

beforeAll(() => {
  setSession({ user: { id: 'u1', name: '张三' }, groups: [], schools: [{ school: { id: 's1', name: '城东' }, role: 'teacher', may_upload: true }], csrf_token: 't' } as unknown as Session)
})
afterEach(() => localStorage.clear())

const open = () => mountAt('/upload', UploadTargetForm, { props: { modelValue: null } })
const target = (wrapper: Awaited<ReturnType<typeof open>>['wrapper']) => wrapper.emitted('update:modelValue')?.at(-1)?.[0]

describe('where an upload goes', () => {
  it('lets archives in at once unless somebody wants to see their files first', async () => {
    const { wrapper } = await open()
    expect(target(wrapper)).toEqual({ school: 's1', visibility: 'school', groups: [], review: false })
    await wrapper.get('[role=switch]').setValue(true)
    expect(target(wrapper)).toMatchObject({ review: true })
    wrapper.unmount()
  })
  it('remembers that choice in this browser', async () => {
    const first = await open()
    await first.wrapper.get('[role=switch]').setValue(true)
    first.wrapper.unmount()
    const { wrapper } = await open()
    expect(target(wrapper)).toMatchObject({ review: true })
    wrapper.unmount()
  })
})
