import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Question } from '@/api/types'
import { answering, mountAt } from '@/testing/mounting'
import QuestionReader from './QuestionReader.vue'

const question = (change: Partial<Question>): Question => ({
  index: 0,
  parent: -1,
  number: '1',
  kind: 'single_choice',
  stem: '下列属于可再生能源的是',
  options: [
    { label: 'A', text: '煤' },
    { label: 'B', text: '风能' },
  ],
  answer: 'B',
  explanation: '煤不可再生。',
  score: 3,
  images: [],
  pictures: [],
  answer_pictures: [],
  locator: { kind: 'page', number: 2, end: 0, label: '' },
  confidence: 1,
  doubt: '',
  doubt_text: '',
  doubt_text_en: '',
  ...change,
})
async function mountWith(items: Question[], change = {}, more = {}) {
  const asked = answering({ 'GET /api/v1/resources/r1/questions?first=0&limit=20': { body: { first: 0, count: items.length, answers: true, items, ...change } }, ...more })
  const { wrapper } = await mountAt('/r/r1', QuestionReader, { props: { resource: 'r1' } })
  await flushPromises()
  return { wrapper, asked }
}

describe('the questions of a paper', () => {
  it('show number, kind, score, page, options, and the answer on demand', async () => {
    const { wrapper } = await mountWith([question({})])
    const sheet = wrapper.get('[data-question="0"]')
    expect(sheet.get('.line').text()).toMatch(/第 1 题.*单选题.*3 分.*第 2 页/s)
    expect(sheet.findAll('.options li').map((one) => one.text())).toEqual(['A.煤', 'B.风能'])
    expect((sheet.get('details').element as HTMLDetailsElement).open).toBe(false)
    expect(sheet.get('details').text()).toContain('煤不可再生。')
  })
  it('show their pictures under the stem and with the answer, and say how many more there are', async () => {
    const pictures = [{ image: 'word/media/image1.png', file: 'picture-0123456789abcdef.png' }, { image: 'word/media/image2.wmf' }]
    const answer_pictures = [{ image: 'word/media/image3.jpg', file: 'answer-0123456789abcdef.jpg' }]
    const { wrapper } = await mountWith([question({ pictures, answer_pictures })])
    const [ofStem, ofAnswer] = wrapper.findAll('img').map((one) => one.attributes())
    expect(ofStem).toMatchObject({ src: '/api/v1/resources/r1/preview/picture-0123456789abcdef.png', alt: '第 1 题 图 1', loading: 'lazy' })
    expect(ofAnswer).toMatchObject({ src: '/api/v1/resources/r1/preview/answer-0123456789abcdef.jpg', alt: '第 1 题 解答图 1' })
    expect(wrapper.findAll('img')).toHaveLength(2)
    expect(wrapper.get('details').findAll('img')).toHaveLength(1)
    expect(wrapper.text()).toContain('还有 1 幅图没有显示，请看原文件。')
  })
  const previews = (...names: string[]) => ({ 'GET /api/v1/resources/r1/preview': { body: { made: true, files: names.map((name) => ({ name, blob: 'ab', size: 1, media_type: 'image/jpeg' })) } } })
  it('of a PDF can be looked at on the page they are printed on', async () => {
    const { wrapper } = await mountWith([question({}), question({ index: 1, locator: { kind: 'page', number: 30, end: 0, label: '' } })], {}, previews('page-0001.jpg', 'page-0002.jpg'))
    const first = wrapper.get('[data-question="0"] details.as-printed')
    expect(first.get('summary').text()).toBe('看原卷 第 2 页')
    expect(first.get('img').attributes()).toMatchObject({ src: '/api/v1/resources/r1/preview/page-0002.jpg', loading: 'lazy' })
    expect(wrapper.find('[data-question="1"] details.as-printed').exists()).toBe(false)
  })
  it('are not shown as printed to who may not read answers, which the page may print', async () => {
    const { wrapper, asked } = await mountWith([question({ answer: '', explanation: '' })], { answers: false }, previews('page-0002.jpg'))
    expect(wrapper.find('details.as-printed').exists()).toBe(false)
    expect(asked.some((one) => one.path.endsWith('/preview'))).toBe(false)
  })
  it('have no place for pictures where there are none', async () => {
    const { wrapper } = await mountWith([question({})])
    expect(wrapper.find('.pictures').exists()).toBe(false)
  })
  it('stand under their passage, which has no answer of its own', async () => {
    const { wrapper } = await mountWith([question({ kind: 'passage', options: [] }), question({ index: 1, parent: 0 })])
    expect(wrapper.find('[data-question="0"] details').exists()).toBe(false)
    expect(wrapper.get('[data-question="1"]').classes()).toContain('inner')
  })
  it('say what a person should look at', async () => {
    const { wrapper } = await mountWith([question({ doubt: 'question.no_answer', doubt_text: '没有找到答案。' })])
    expect(wrapper.get('.doubt').text()).toContain('没有找到答案。')
  })
  it('keep answers from those they are not for, and say so', async () => {
    const { wrapper } = await mountWith([question({ answer: '', explanation: '' })], { answers: false })
    expect(wrapper.find('details').exists()).toBe(false)
    expect(wrapper.text()).toContain('答案只有本校和所在集团的老师能看到')
  })
})
