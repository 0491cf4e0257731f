import { afterEach, describe, expect, it } from 'vitest'
import { formatDate, formatDay, formatSize, formatTime, isForever } from './format'
import { setLanguage } from './index'

const now = new Date(2026, 10, 21, 16, 0)
afterEach(() => setLanguage('zh-CN'))

describe('dates', () => {
  it('are the more exact the nearer they are', () => {
    expect(formatDate(new Date(2026, 10, 21, 14, 5).toISOString(), now)).toBe('今天 14:05')
    expect(formatDate(new Date(2026, 2, 7).toISOString(), now)).toBe('3月7日')
    expect(formatDate(new Date(2025, 2, 7).toISOString(), now)).toBe('2025年')
  })
  it('speak English too', async () => {
    await setLanguage('en')
    expect(formatDate(new Date(2026, 10, 21, 14, 5).toISOString(), now)).toBe('Today 14:05')
    expect(formatDay(new Date(2026, 4, 1).toISOString())).toBe('1 May 2026')
  })
  it('know the end that never comes', () => {
    expect(isForever('9999-12-31T23:59:59Z')).toBe(true)
    expect(isForever('2027-08-31T00:00:00Z')).toBe(false)
  })
})

describe('sizes and times', () => {
  it('are short', () => {
    expect([0, 999, 3_355_443, 29_638_691, 5 * 2 ** 30].map(formatSize)).toEqual(['0 B', '999 B', '3.2 MB', '28.3 MB', '5.0 GB'])
    expect(formatTime(800_000)).toBe('00:13:20')
  })
})
