import { describe, expect, it } from 'vitest'
import { bestMark } from './bestMark'

describe('where reading begins', () => {
  it('is the fullest hit, and the first of equals', () => {
    document.body.innerHTML = '<p><mark>定理</mark> <mark id="a">勾股定理</mark> <mark id="b">勾股定理</mark></p>'
    expect(bestMark(document.body)?.id).toBe('a')
  })
  it('is nowhere without hits', () => {
    document.body.innerHTML = '<p>勾股定理</p>'
    expect(bestMark(document.body)).toBeUndefined()
    expect(bestMark(null)).toBeUndefined()
  })
})
