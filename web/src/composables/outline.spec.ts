import { describe, expect, it } from 'vitest'
import { aCollection, aResource } from '@/testing/mounting'
import { draftOf, dropItem, dropSection, newLink, newSection, stepItem, stepSection, termsOf, type SectionDraft } from './outline'

const item = (id: string) => ({ id, kind: 'resource' as const, resource: aResource({ id: `r-${id}` }), note: '' })
const section = (id: string, items: string[]): SectionDraft => ({ id, title: id, note: '', items: items.map(item) })
const read = (sections: SectionDraft[]) => sections.map((one) => `${one.id}: ${one.items.map((each) => each.id).join(' ')}`.trim())

describe('an outline', () => {
  it('is moved through step by step, across its sections, and not beyond them', () => {
    const sections = [section('s', ['a', 'b']), section('t', []), section('u', ['c'])]
    expect(stepItem(sections, 'b', 1)).toBe(true)
    expect(read(sections)).toEqual(['s: a', 't: b', 'u: c'])
    stepItem(sections, 'b', 1)
    expect(read(sections)).toEqual(['s: a', 't:', 'u: b c'])
    stepItem(sections, 'b', 1)
    expect(read(sections)).toEqual(['s: a', 't:', 'u: c b'])
    expect(stepItem(sections, 'b', 1)).toBe(false)
    stepItem(sections, 'c', -1)
    expect(read(sections)).toEqual(['s: a', 't: c', 'u: b'])
    expect(stepItem(sections, 'a', -1)).toBe(false)
  })

  it('takes an item where it is dropped', () => {
    const sections = [section('s', ['a', 'b', 'c']), section('t', ['d'])]
    dropItem(sections, 'a', 'c', 'behind')
    expect(read(sections)).toEqual(['s: b c a', 't: d'])
    dropItem(sections, 'b', 'd', 'before')
    expect(read(sections)).toEqual(['s: c a', 't: b d'])
    expect(dropItem(sections, 'b', 'b', 'before')).toBe(false)
  })

  it('turns its sections', () => {
    const sections = [section('s', ['a']), section('t', [])]
    expect(stepSection(sections, 's', 1)).toBe(true)
    expect(read(sections)).toEqual(['t:', 's: a'])
    expect(stepSection(sections, 's', 1)).toBe(false)
    sections.push(section('u', []))
    expect(dropSection(sections, 't', 'u')).toBe(true)
    expect(read(sections)).toEqual(['s: a', 'u:', 't:'])
    dropSection(sections, 't', 's')
    expect(read(sections)).toEqual(['t:', 's: a', 'u:'])
    expect(dropSection(sections, 't', 't')).toBe(false)
  })

  it('is sent by ids, without what is new or empty', () => {
    const draft = draftOf(aCollection({ sections: [{ ...section('s', []), items: [{ ...item('a'), page_from: 3, question: '' }] }] }))
    draft.sections.push({ ...newSection(), items: [newLink('国家平台', 'https://basic.smartedu.cn')] })
    expect(termsOf(draft.sections)).toEqual([
      { id: 's', title: 's', note: '', items: [{ id: 'a', kind: 'resource', resource: 'r-a', page_from: 3, note: '' }] },
      { title: '', note: '', items: [{ kind: 'link', title: '国家平台', url: 'https://basic.smartedu.cn', note: '' }] },
    ])
  })
})
