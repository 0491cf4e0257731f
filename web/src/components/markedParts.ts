import type { Range } from '@/api/types'

export interface TextPart {
  text: string
  hit: boolean
}

/** Cuts a text at its highlight ranges; ranges that overlap, touch or reach too far are put right. */
export function markedParts(text: string, ranges: readonly Range[]): TextPart[] {
  const parts: TextPart[] = []
  const add = (from: number, to: number, hit: boolean) => {
    if (from >= to) return
    const last = parts.at(-1)
    if (last?.hit === hit) last.text += text.slice(from, to)
    else parts.push({ text: text.slice(from, to), hit })
  }
  let at = 0
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const from = Math.min(Math.max(start, at), text.length)
    const to = Math.min(Math.max(end, from), text.length)
    add(at, from, false)
    add(from, to, true)
    at = Math.max(at, to)
  }
  add(at, text.length, false)
  return parts
}
