import { describe, expect, it } from 'vitest'
import { anAgreement } from '@/testing/mounting'
import { agreementsGiving, plainRelease, samePlace, spelledReleases, useOf } from './releases'

describe('offers', () => {
  it('to one place are one, however far they go there', () => {
    expect(samePlace({ kind: 'group', target: 'g1' }, { kind: 'partners', target: 'g1' })).toBe(true)
    expect(samePlace({ kind: 'school', target: 's1' }, { kind: 'school_only', target: 's1' })).toBe(true)
    expect(samePlace({ kind: 'school', target: 's1' }, { kind: 'user', target: 's1' })).toBe(false)
  })
  it('are sent without names and compared without their order', () => {
    const named = { kind: 'group' as const, target: 'g1', name: '集团' }
    expect(plainRelease(named)).toEqual({ kind: 'group', target: 'g1' })
    const school = { kind: 'school' as const, target: 's1' }
    expect(spelledReleases([named, school])).toBe(spelledReleases([school, named]))
    expect(spelledReleases([{ ...school, actions: ['find'] }])).not.toBe(spelledReleases([school]))
  })
  it('permit what a person would call it', () => {
    expect([undefined, ['find', 'view', 'download'], ['find', 'view'], ['find']].map((actions) => useOf({ actions: actions as never }))).toEqual(['all', 'read_download', 'read', 'title'])
  })
})

describe('the agreements by which a school gives', () => {
  const named = (list: ReturnType<typeof anAgreement>[]) => agreementsGiving(list, 's1', ['g1']).map((one) => one.id)
  it('are those in force, in the direction they say', () => {
    expect(named([anAgreement({ phase: 'active' }), anAgreement({ id: 'a2', phase: 'proposed' })])).toEqual(['a1'])
    expect(named([anAgreement({ phase: 'active', flow: 'down' }), anAgreement({ id: 'a2', phase: 'active', flow: 'up' })])).toEqual(['a1'])
  })
  it('bind the members of a group, too', () => {
    const [, other] = anAgreement().parties
    const group = { ...other!, kind: 'group' as const, id: 'g1' }
    expect(named([anAgreement({ phase: 'active', parties: [group, other!] })])).toEqual(['a1'])
    expect(named([anAgreement({ phase: 'active', parties: [{ ...group, role: 'partner' }, other!] })])).toEqual([])
  })
})
