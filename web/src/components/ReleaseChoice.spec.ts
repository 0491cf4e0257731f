import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Agreement, Release, Session } from '@/api/types'
import { dayOf } from '@/composables/days'
import { setSession } from '@/composables/session'
import { anAgreement, answering, aResource, mountAt } from '@/testing/mounting'
import ReleaseChoice from './ReleaseChoice.vue'

async function show(releases: Release[], { role = 'teacher', agreements = [] as Agreement[] } = {}) {
  setSession({ user: { id: 'u1', name: '张三' }, groups: [{ id: 'g1', name: '城东教育集团', kind: 'joined_group' }], schools: [{ school: { id: 's1', name: '城东' }, role, may_upload: true }], csrf_token: 't' } as unknown as Session)
  answering({ 'GET /api/v1/agreements': { body: { items: agreements } } })
  const { wrapper } = await mountAt('/r/r1', ReleaseChoice, { props: { modelValue: releases, resource: aResource({ releases: releases.map((one) => ({ ...one, name: '城东实验学校' })) }) } })
  await flushPromises()
  const names = () => wrapper.findAll('label.check').filter((one) => one.find('[data-offer]').exists()).map((one) => one.text())
  const last = () => (wrapper.emitted('update:modelValue') ?? []).at(-1)?.[0] as Release[]
  return { wrapper, names, last }
}
const school: Release = { kind: 'school', target: 's1' }

describe('whom a resource may be offered to', () => {
  it('are the places the person may offer it to', async () => {
    const active = anAgreement({ phase: 'active' })
    const { wrapper, names } = await show([school], { agreements: [active, anAgreement({ id: 'a2', phase: 'proposed' })] })
    expect(names()).toEqual(['城东实验学校', '城东教育集团', '协议〈城东集团资源共享协议〉'])
    wrapper.unmount()
  })
  it('is everybody for those who lead in the school', async () => {
    const { wrapper, names } = await show([school], { role: 'school_administrator' })
    expect(names()).toContain('所有人')
    wrapper.unmount()
  })
  it('stays within the school when one says so', async () => {
    const { wrapper, last } = await show([school])
    await wrapper.findAll('details label.check').find((one) => one.text().includes('仅本校'))!.get('input').setValue(true)
    expect(last()).toEqual([{ kind: 'school_only', target: 's1' }])
    wrapper.unmount()
  })
  it('reaches partners when one says so', async () => {
    const { wrapper, last } = await show([{ kind: 'group', target: 'g1' }])
    await wrapper.findAll('details label.check').find((one) => one.text() === '含合作单位')!.get('input').setValue(true)
    expect(last()).toEqual([{ kind: 'partners', target: 'g1' }])
    wrapper.unmount()
  })
  it('can be for reading only, and from a later day on', async () => {
    const { wrapper, last } = await show([{ ...school, actions: ['find', 'view'] }])
    expect(wrapper.get('summary').text()).toContain('只能在线阅读')
    await wrapper.get('input[type=date]').setValue('2031-09-01')
    const [release] = last()
    expect(release).toMatchObject({ kind: 'school', actions: ['find', 'view'] })
    expect(dayOf(release!.from!)).toBe('2031-09-01')
    await wrapper.get('select').setValue('all')
    expect(last()[0]!.actions).toBeUndefined()
    wrapper.unmount()
  })
})
