import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { QuestionHit } from '@/api/types'
import { answering, aResource, mountAt } from '@/testing/mounting'
import QuestionsPage from './QuestionsPage.vue'

const none = { question_kind: [], subject: [], grade: [], edition: [], type: [], school: [], group: [], year: [] }
const hit = (change: Partial<QuestionHit> = {}): QuestionHit => ({
  resource: aResource({ title: '期中测试' }, { subject: '物理' }),
  question: {
    index: 7,
    parent: -1,
    number: '8',
    kind: 'single_choice',
    stem: '浮力的方向是',
    options: [{ label: 'A', text: '竖直向上' }],
    answer: 'A',
    explanation: '',
    score: 2,
    images: [],
    pictures: [],
    answer_pictures: [],
    locator: { kind: 'page', number: 2, end: 0, label: '' },
    confidence: 1,
    doubt: '',
    doubt_text: '',
    doubt_text_en: '',
  },
  answers: true,
  stem_ranges: [{ start: 0, end: 2 }],
  ...change,
})

async function mountWith(hits: QuestionHit[], facets = {}, path = '/q?q=浮力') {
  const asked = answering({
    [`GET /api/v1/questions?q=${encodeURIComponent('浮力')}&sort=relevance&page=1&page_size=20`]: {
      body: { total: hits.length, page: 1, page_size: 20, hits, facets: { ...none, ...facets }, words: ['浮力'] },
    },
  })
  const { wrapper } = await mountAt(path, QuestionsPage)
  await flushPromises()
  return { wrapper, asked }
}

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }))
})

describe('the search for questions', () => {
  it('shows each with the words looked for, its answer on demand, and the paper it comes from', async () => {
    const { wrapper } = await mountWith([hit()])
    const one = wrapper.get('[data-question="7"]')
    expect(one.get('mark').text()).toBe('浮力')
    expect(one.get('details.answer').text()).toContain('A')
    const source = one.get('.source a')
    expect(source.text()).toBe('出自 期中测试')
    expect(source.attributes('href')).toContain('/r/r1?view=questions&question=7')
    expect(wrapper.get('[role="status"]').text()).toBe('共 1 题')
  })
  it('shows what a question belongs to', async () => {
    const { wrapper } = await mountWith([hit({ passage: { ...hit().question, kind: 'passage', stem: '阅读下面的材料' } })])
    expect(wrapper.get('.passage').text()).toContain('阅读下面的材料')
  })
  it('keeps answers from those they are not for', async () => {
    const { wrapper } = await mountWith([hit({ answers: false })])
    expect(wrapper.find('details.answer').exists()).toBe(false)
  })
  it('names the kinds of questions it counts', async () => {
    const { wrapper } = await mountWith([hit()], { question_kind: [{ value: 'single_choice', label: 'single_choice', count: 1, selected: false }] })
    expect(wrapper.get('.facet').text()).toContain('单选题')
  })
  it('says so when nothing is found', async () => {
    const { wrapper } = await mountWith([])
    expect(wrapper.text()).toContain('没有找到“浮力”这样的题目')
  })
})
