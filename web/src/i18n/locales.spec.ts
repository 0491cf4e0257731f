import { describe, expect, it } from 'vitest'
import en from './en'
import zh from './zh-CN'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`)))
}
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('the two languages', () => {
  const english = new Map(flat(en))
  it('say the same things with the same values', () => {
    const differing = flat(zh).filter(([key, text]) => placeholders(text).join() !== placeholders(english.get(key) ?? 'missing').join())
    expect(differing).toEqual([])
    expect(english.size).toBe(flat(zh).length)
  })
  it('are really two languages', () => {
    const chinese = flat(en).filter(([key, text]) => /[\u4e00-\u9fff]/.test(text) && key !== 'app.language')
    expect(chinese).toEqual([])
  })
})
