import { describe, expect, it } from 'vitest'
import { markedParts } from './markedParts'

const shown = (text: string, ranges: { start: number; end: number }[]) => markedParts(text, ranges).map((part) => (part.hit ? `[${part.text}]` : part.text)).join('')

describe('marked text', () => {
  it('marks the ranges and keeps every character', () => {
    expect(shown('有理数的加法', [{ start: 4, end: 6 }, { start: 0, end: 3 }])).toBe('[有理数]的[加法]')
  })
  it('joins ranges that overlap or touch', () => {
    expect(shown('abcdef', [{ start: 0, end: 3 }, { start: 2, end: 4 }, { start: 4, end: 5 }])).toBe('[abcde]f')
  })
  it('survives ranges outside the text', () => {
    expect(shown('abc', [{ start: -2, end: 1 }, { start: 2, end: 99 }, { start: 50, end: 60 }])).toBe('[a]b[c]')
  })
  it('counts in UTF-16 units, as the server does', () => {
    expect(shown('𠮷野家', [{ start: 2, end: 3 }])).toBe('𠮷[野]家')
  })
  it('leaves a text without hits whole', () => {
    expect(markedParts('abc', [])).toEqual([{ text: 'abc', hit: false }])
  })
})
