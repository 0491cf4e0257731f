import { flushPromises } from '@vue/test-utils'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ImportStatus } from '@/api/types'
import { answering, anImport, aPlannedEntry, aProblem, mountAt } from '@/testing/mounting'
import PlanReview from './PlanReview.vue'

const vocabulary = { stages: [], grades: [], volumes: [], subjects: [{ name: '物理', aliases: [] }], editions: [], types: [] }
const folders = [
  { folder: '', files: 3, unsure: 1, left_out: 0, tags: {} },
  { folder: '八上', files: 2, unsure: 1, left_out: 0, tags: { edition: '人教版' } },
  { folder: '八上/第一章', files: 1, unsure: 0, left_out: 0, tags: {} },
]
const belowFolder = `GET /api/v1/imports/i1/entries?state=planned&below=${encodeURIComponent('八上')}&limit=200`
beforeAll(() => {
  window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia
})

async function openReview(answers = {}, status = anImport({}, { total: 4, planned: 3, unsure: 1, skipped: 1 })) {
  const asked = answering({
    'GET /api/v1/vocabulary': { body: vocabulary },
    'GET /api/v1/imports/i1/folders': { body: { items: folders } },
    'GET /api/v1/imports/i1/entries?limit=200': { body: { items: [0, 1, 2].map((index) => aPlannedEntry(index)), next: '' } },
    'PATCH /api/v1/imports/i1/plan': { body: { changed: 1, refused: 0, first_refused: [] } },
    ...answers,
  })
  const { wrapper } = await mountAt('/import/i1', PlanReview, { props: { status: status as ImportStatus } })
  await flushPromises()
  const cell = (index: number, column: string) => wrapper.get(`[data-cell="${index}:${column}"]`)
  const write = async (index: number, column: string, value: string) => {
    await cell(index, column).trigger('click')
    await wrapper.get('input.editor').setValue(value)
    await wrapper.get('input.editor').trigger('keydown', { key: 'Enter' })
    await flushPromises()
  }
  const select = async (...indexes: number[]) => {
    for (const index of indexes) await wrapper.get(`[data-entry="${index}"] input[type=checkbox]`).trigger('click')
  }
  const button = (text: string) => wrapper.findAll('button').find((one) => one.text() === text)!
  const sent = () => asked.filter((one) => one.method !== 'GET').map((one) => [one.method, one.path.split('/').at(-1), one.body])
  return { wrapper, cell, write, select, button, sent, asked }
}

describe('the review of a plan', () => {
  it('writes one cell, shows it at once and asks for no list again', async () => {
    const { wrapper, cell, write, sent, asked } = await openReview()
    await write(1, 'subject', '物理')
    expect(sent()).toEqual([['PATCH', 'plan', { entries: [1], tags: { subject: '物理' } }]])
    expect(cell(1, 'subject').text()).toBe('物理')
    expect(asked.filter((one) => one.path.includes('/entries')).length).toBe(1)
    expect(wrapper.emitted('changed')).toHaveLength(1)
    wrapper.unmount()
  })
  it('says why the server refused and shows what was there before', async () => {
    const { wrapper, cell, write } = await openReview({ 'PATCH /api/v1/imports/i1/plan': aProblem(409, 'import.not_planned', '不能再改计划。', 'No more.') })
    await write(1, 'subject', '物理')
    expect(cell(1, 'subject').text()).toBe('数学')
    expect(wrapper.get('[role=alert]').text()).toBe('不能再改计划。')
    wrapper.unmount()
  })
  it('fills the topmost selected file’s word into the other selected ones', async () => {
    const { wrapper, cell, write, select, sent } = await openReview()
    await write(0, 'grade', '八年级')
    await select(2, 0, 1)
    ;(cell(1, 'grade').element as HTMLElement).focus()
    await flushPromises()
    await cell(1, 'grade').trigger('keydown', { key: 'd', ctrlKey: true })
    await flushPromises()
    expect(sent().at(-1)).toEqual(['PATCH', 'plan', { entries: [1, 2], tags: { grade: '八年级' } }])
    expect(cell(2, 'grade').text()).toBe('八年级')
    wrapper.unmount()
  })
  it('gives all selected files one word, or leaves them out', async () => {
    const { wrapper, select, button, sent } = await openReview()
    await select(0, 2)
    expect(wrapper.get('.bulk').text()).toContain('已选 2 个文件')
    await wrapper.get('.bulk select').setValue('node')
    await wrapper.get('.bulk .value input').setValue('一次函数')
    await wrapper.get('.bulk form').trigger('submit')
    await button('不入库').trigger('click')
    await flushPromises()
    expect(sent().map((one) => one[2])).toEqual([
      { entries: [0, 2], tags: { node: '一次函数' } },
      { entries: [0, 2], action: 'leave_out' },
    ])
    await wrapper.setProps({ status: anImport({}, { total: 4, planned: 3, left_out: 2, unsure: 1, skipped: 1 }) })
    expect(wrapper.get('[data-plan-summary]').text()).toBe('1 个文件入库，3 个不入库，1 个请核对')
    wrapper.unmount()
  })
  it('shows only the files of a folder, and all of them again', async () => {
    const { wrapper, button } = await openReview({ [belowFolder]: { body: { items: [aPlannedEntry(2)], next: '' } } })
    await wrapper.findAll('.folder').find((one) => one.text().startsWith('八上'))!.trigger('click')
    await flushPromises()
    expect(wrapper.findAll('[data-entry]')).toHaveLength(1)
    expect(wrapper.text()).toContain('只显示“八上”里的文件')
    await button('显示全部').trigger('click')
    await flushPromises()
    expect(wrapper.findAll('[data-entry]')).toHaveLength(3)
    wrapper.unmount()
  })
  it('names the files that may not become a new version, and shows the others as they are now', async () => {
    const refusal = { index: 1, path: '八上/a.docx', code: 'resource.not_editor', reason_text: '您不能修改这份资源。', reason_text_en: 'Not yours.' }
    const { wrapper, select, button, asked } = await openReview({ 'PATCH /api/v1/imports/i1/plan': { body: { changed: 1, refused: 1, first_refused: [refusal] } } })
    await select(0, 1)
    await button('不入库').trigger('click')
    await flushPromises()
    expect(wrapper.text()).toContain('1 个文件没有改')
    expect(wrapper.text()).toContain('八上/a.docx · 您不能修改这份资源。')
    expect(asked.filter((one) => one.path.includes('/entries')).length).toBe(2)
    wrapper.unmount()
  })
  it('says until when a plan is kept', async () => {
    const { wrapper } = await openReview({}, anImport({ expires_at: '2030-05-04T00:00:00.000Z' }, { total: 3, planned: 3 }))
    expect(wrapper.get('.apply').text()).toContain('保留到')
    wrapper.unmount()
  })
  it('says of a folder what all of it is, and takes back what was said before', async () => {
    const { wrapper, button, sent, asked } = await openReview({
      'PATCH /api/v1/imports/i1/plan': { body: { changed: 2, refused: 0, first_refused: [] } },
      [belowFolder]: { body: { items: [1, 2].map((index) => aPlannedEntry(index)), next: '' } },
    })
    const folder = wrapper.findAll('.folder').find((one) => one.text().startsWith('八上'))!
    expect(folder.get('.chips').text()).toBe('人教版')
    await folder.trigger('click')
    const form = wrapper.get('form.rule')
    expect(form.get('.head').text()).toBe('“八上”里的都是…')
    await form.get('#rule-grade').setValue('八年级')
    await form.get('#rule-volume').setValue('上册')
    await form.get('#rule-edition').setValue('')
    await form.trigger('submit')
    await flushPromises()
    expect(sent()).toEqual([['PATCH', 'plan', { folder: '八上', tags: { grade: '八年级', volume: '上册', edition: '' } }]])
    expect(wrapper.text()).toContain('已改 2 个文件')
    expect(asked.filter((one) => one.path.includes('/entries')).length).toBe(3)
    expect(button('收起文件夹').attributes('aria-expanded')).toBe('true')
    wrapper.unmount()
  })
  it('folds a folder away', async () => {
    const { wrapper } = await openReview()
    expect(wrapper.findAll('.tree li')).toHaveLength(3)
    await wrapper.get('[aria-label="收起 八上"]').trigger('click')
    expect(wrapper.findAll('.tree li')).toHaveLength(2)
    wrapper.unmount()
  })
  it('asks for the names in another encoding and reads the list again when they are there', async () => {
    let name = '°ËÉÏ.docx'
    const { wrapper, sent } = await openReview({
      'GET /api/v1/imports/i1/entries?limit=200': () => ({ body: { items: [aPlannedEntry(0, {}, name)], next: '' } }),
      'PUT /api/v1/imports/i1/charset': { body: {} },
    })
    await wrapper.get('.charset select').setValue('GB18030')
    await flushPromises()
    expect(sent()).toEqual([['PUT', 'charset', { charset: 'GB18030' }]])
    await wrapper.setProps({ status: anImport({ state: 'planning', charset: 'GB18030' }) })
    expect(wrapper.get('[data-entry="0"] .name').text()).toBe('°ËÉÏ.docx')
    name = '八上.docx'
    await wrapper.setProps({ status: anImport({ state: 'planned', charset: 'GB18030' }) })
    await flushPromises()
    expect(wrapper.get('[data-entry="0"] .name').text()).toBe('八上.docx')
    wrapper.unmount()
  })
  it('tells what is still being looked for, and keeps what is being written when it is found', async () => {
    const surveying = anImport({ members_surveyed: 1 }, { total: 3, planned: 3 })
    const { wrapper, cell } = await openReview({}, surveying)
    expect(wrapper.text()).toContain('重复与版本还在查找（1 / 3）')
    await cell(0, 'title').trigger('click')
    await wrapper.get('input.editor').setValue('还没写完')
    await wrapper.setProps({ status: anImport({}, { total: 3, planned: 3 }) })
    await flushPromises()
    expect((wrapper.get('input.editor').element as HTMLInputElement).value).toBe('还没写完')
    expect(wrapper.text()).not.toContain('还在查找')
    wrapper.unmount()
  })
  it('takes a table back and says which rows it passed over', async () => {
    const outcome = { changed: 2, problems: [{ line: 3, column: '处理', code: 'plan.action_unknown', reason_text: '“处理”不对。', reason_text_en: 'Wrong.' }] }
    const { wrapper, sent } = await openReview({ 'POST /api/v1/imports/i1/plan.csv': { body: outcome } })
    const input = wrapper.get('.trip input').element as HTMLInputElement
    Object.defineProperty(input, 'files', { value: [new File(['序号\n1\n'], '核对表.csv')] })
    input.dispatchEvent(new Event('change'))
    await vi.waitFor(() => wrapper.get('.notice'), { timeout: 10_000 })
    expect(sent()[0]!.slice(0, 2)).toEqual(['POST', 'plan.csv'])
    expect(wrapper.get('.notice').text()).toContain('已按核对表改了 2 个文件。')
    expect(wrapper.findAll('.problems tbody td').map((one) => one.text())).toEqual(['3', '处理', '“处理”不对。'])
    wrapper.unmount()
  })
  it('asks once more when something is still to be checked, and then lets the files in', async () => {
    const { wrapper, button, sent } = await openReview({ 'POST /api/v1/imports/i1/apply': { body: {} } })
    await button('按计划入库').trigger('click')
    await flushPromises()
    expect(sent()).toEqual([])
    expect(document.body.textContent).toContain('还有 1 个文件请核对')
    ;[...document.body.querySelectorAll<HTMLButtonElement>('.el-dialog button')].find((one) => one.textContent === '照样入库')!.click()
    await flushPromises()
    expect(sent()).toEqual([['POST', 'apply', undefined]])
    wrapper.unmount()
  })
})
