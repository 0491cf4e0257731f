import { currentLanguage } from './index'

/** 今天 14:05 · 11月21日 · 2025年: the nearer, the more exact. */
export function formatDate(iso: string, now = new Date()): string {
  const date = new Date(iso)
  const zh = currentLanguage() === 'zh-CN'
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}`
  if (date.toDateString() === now.toDateString()) return zh ? `今天 ${clock}` : `Today ${clock}`
  if (date.getFullYear() === now.getFullYear()) {
    return zh ? `${date.getMonth() + 1}月${date.getDate()}日` : new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(date)
  }
  return zh ? `${date.getFullYear()}年` : String(date.getFullYear())
}

/** A day in full, for dates that decide something: 2026年9月1日. */
export function formatDay(iso: string): string {
  const date = new Date(iso)
  if (currentLanguage() === 'zh-CN') return `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日`
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(date)
}

/** To the minute, for records of what was done: 2026-09-01 14:05. */
export function formatMoment(iso: string): string {
  const date = new Date(iso)
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`
}

/** Memberships without an end carry a date no calendar on a wall will show. */
export function isForever(iso: string) {
  return new Date(iso).getFullYear() >= 9000
}

export function formatSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

export function formatNumber(value: number): string {
  return value.toLocaleString('en-US')
}

/** 00:13:20, as film editors and subtitles write it. */
export function formatTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(pad).join(':')
}

function pad(value: number) {
  return String(value).padStart(2, '0')
}
