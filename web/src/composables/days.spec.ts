import { describe, expect, it } from 'vitest'
import { dayOf, startOf, startOfNext } from './days'

describe('a day in a date field', () => {
  it('comes back as it was chosen, wherever the reader is', () => {
    expect(dayOf(startOf('2026-09-01'))).toBe('2026-09-01')
    expect(dayOf(startOf('2027-01-31'))).toBe('2027-01-31')
  })

  it('is over when the next one begins, at the end of a month and a year, too', () => {
    expect(startOfNext('2026-11-30')).toBe(startOf('2026-12-01'))
    expect(startOfNext('2026-12-31')).toBe(startOf('2027-01-01'))
  })
})
