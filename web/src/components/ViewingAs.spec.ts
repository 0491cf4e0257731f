import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Member, Session } from '@/api/types'
import { setSession, useSession } from '@/composables/session'
import { answering, mountAt } from '@/testing/mounting'
import MemberTable from './MemberTable.vue'
import ViewingAs from './ViewingAs.vue'

const person = (id: string, name: string) => ({ user: { id, name }, groups: [], schools: [], csrf_token: 't', viewing_as: id !== 'u1' }) as unknown as Session
const member = (subject: string, name: string): Member => ({
  membership: { id: subject, version: 1, kind: 'user_in_school', subject, container: 's1', role: 'teacher', from: '2026-09-01T00:00:00Z', until: '9999-12-31T23:59:59Z' },
  name,
  current: true,
})

describe('looking as somebody else', () => {
  it('is offered beside the people of one’s own school, oneself excepted', async () => {
    setSession(person('u1', '张三'))
    const props = { title: '成员老师', heading: '姓名', members: [member('u1', '张三'), member('u2', '李四')] }
    const { wrapper } = await mountAt('/school/s1', MemberTable, { props: { ...props, mayViewAs: true } })
    expect(wrapper.findAll('button').map((one) => one.attributes('aria-label'))).toEqual(['以此身份查看：李四'])
    await wrapper.get('button').trigger('click')
    expect(wrapper.emitted('viewAs')).toEqual([['u2']])
    await wrapper.setProps({ mayViewAs: false })
    expect(wrapper.find('button').exists()).toBe(false)
    wrapper.unmount()
  })
  it('is said on every page until it is ended', async () => {
    setSession(person('u2', '李四'))
    const asked = answering({ 'PUT /api/v1/session/view-as': { status: 204 }, 'GET /api/v1/session': { body: person('u1', '张三') } })
    const { wrapper } = await mountAt('/s', ViewingAs)
    expect(wrapper.text()).toContain('正在以李四的身份查看')
    await wrapper.get('button').trigger('click')
    await flushPromises()
    expect(asked[0]!.body).toEqual({ user: '' })
    expect(useSession().viewing.value).toBe(false)
    wrapper.unmount()
  })
})
