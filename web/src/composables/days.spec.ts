import { describe, expect, it } from 'vitest'
import { dayOf, startOf } from './days'

describe('a day in a date field', () => {
  it('comes back as it was chosen, wherever the reader is', () => {
    expect(dayOf(startOf('2026-09-01'))).toBe('2026-09-01')
    expect(dayOf(startOf('2027-01-31'))).toBe('2027-01-31')
  })
})
