import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { aPlannedEntry, mountAt } from '@/testing/mounting'
import PlanTable from './PlanTable.vue'

type Cell = ReturnType<VueWrapper['get']>

async function openTable(entries = [aPlannedEntry(0), aPlannedEntry(1), aPlannedEntry(2)]) {
  const { wrapper } = await mountAt('/import/i1', PlanTable, { props: { entries, selected: new Set<number>(), active: null } })
  const follow = async () => {
    const [selected, active] = ['update:selected', 'update:active'].map((name) => wrapper.emitted(name)?.at(-1)?.[0])
    await wrapper.setProps({ ...(selected !== undefined && { selected }), ...(active !== undefined && { active }) })
    await flushPromises()
  }
  const cell = (index: number, column: string) => wrapper.get(`[data-cell="${index}:${column}"]`)
  const press = async (on: Cell, key: string, more = {}) => {
    await on.trigger('keydown', { key, ...more })
    await follow()
  }
  const at = async (index: number, column: string) => {
    ;(cell(index, column).element as HTMLElement).focus()
    await follow()
    return cell(index, column)
  }
  const focused = () => (document.activeElement as HTMLElement).dataset.cell
  const edits = () => wrapper.emitted('edit') ?? []
  return { wrapper, follow, cell, press, at, focused, edits }
}

describe('the plan as a spreadsheet', () => {
  it('lets the arrows move, and only one cell be reached by Tab', async () => {
    const { wrapper, press, at, focused } = await openTable()
    await press(await at(0, 'title'), 'ArrowDown')
    expect(focused()).toBe('1:title')
    await press(wrapper.get('[data-cell="1:title"]'), 'ArrowRight')
    expect(focused()).toBe('1:type')
    expect(wrapper.findAll('[data-cell][tabindex="0"]').map((one) => one.attributes('data-cell'))).toEqual(['1:type'])
    wrapper.unmount()
  })
  it('saves with Enter and goes down', async () => {
    const { wrapper, press, at, focused, edits } = await openTable()
    await press(await at(0, 'subject'), 'Enter')
    const input = wrapper.get('input.editor')
    expect(document.activeElement).toBe(input.element)
    expect((input.element as HTMLInputElement).value).toBe('数学')
    await input.setValue(' 物理 ')
    await press(input, 'Enter')
    expect(edits()).toEqual([[[0], { tags: { subject: '物理' } }]])
    expect(focused()).toBe('1:subject')
    expect(wrapper.find('.editor').exists()).toBe(false)
    wrapper.unmount()
  })
  it('saves with Tab and goes right, and back with Shift', async () => {
    const { wrapper, press, at, focused } = await openTable()
    await press(await at(0, 'type'), 'F2')
    await press(wrapper.get('input.editor'), 'Tab')
    expect(focused()).toBe('0:stage')
    await press(await at(0, 'type'), 'F2')
    await press(wrapper.get('input.editor'), 'Tab', { shiftKey: true })
    expect(focused()).toBe('0:title')
    wrapper.unmount()
  })
  it('gives up with Escape and says nothing to the server', async () => {
    const { wrapper, press, at, focused, edits } = await openTable()
    await press(await at(0, 'grade'), 'Enter')
    await wrapper.get('input.editor').setValue('九年级')
    await press(wrapper.get('input.editor'), 'Escape')
    expect(edits()).toEqual([])
    expect(focused()).toBe('0:grade')
    wrapper.unmount()
  })
  it('begins with an empty field when somebody types, and clears what is left empty', async () => {
    const { wrapper, press, at, edits } = await openTable()
    await press(await at(1, 'subject'), '物')
    const input = wrapper.get('input.editor')
    expect((input.element as HTMLInputElement).value).toBe('')
    await press(input, 'Enter')
    expect(edits()).toEqual([[[1], { tags: { subject: '' } }]])
    wrapper.unmount()
  })
  it('keeps an Enter that belongs to an input method', async () => {
    const { wrapper, press, at, edits } = await openTable()
    await press(await at(0, 'title'), 'Enter')
    await press(wrapper.get('input.editor'), 'Enter', { isComposing: true })
    expect(wrapper.find('input.editor').exists()).toBe(true)
    expect(edits()).toEqual([])
    wrapper.unmount()
  })
  it('offers a new version only where there is an older one', async () => {
    const versioned = aPlannedEntry(1, { maybe: { resource: 'r1', title: '旧教案', why: 'name' }, unsure: true })
    const { wrapper, press, at, edits, follow } = await openTable([aPlannedEntry(0), versioned])
    await press(await at(0, 'action'), 'Enter')
    expect(wrapper.findAll('select.editor option').map((one) => one.text())).toEqual(['入库', '不入库'])
    await wrapper.get('select.editor').setValue('leave_out')
    await follow()
    expect(edits()).toEqual([[[0], { action: 'leave_out' }]])
    expect(wrapper.get('[data-entry="1"]').text()).toContain('可能是《旧教案》的新版本（名称相近）')
    await wrapper.get('[data-entry="1"] .choices button').trigger('click')
    expect(edits()[1]).toEqual([[1], { action: 'replace' }])
    wrapper.unmount()
  })
  it('selects one, a range with Shift, and all', async () => {
    const { wrapper, follow } = await openTable([0, 1, 2, 3].map((index) => aPlannedEntry(index)))
    const box = (index: number) => wrapper.get(`[data-entry="${index}"] input[type=checkbox]`)
    const chosen = () => [...(wrapper.props('selected') as Set<number>)].sort()
    await box(1).trigger('click')
    await follow()
    await box(3).trigger('click', { shiftKey: true })
    await follow()
    expect(chosen()).toEqual([1, 2, 3])
    await wrapper.get('thead input').trigger('change')
    await follow()
    expect(chosen()).toEqual([0, 1, 2, 3])
    expect(wrapper.get('[data-entry="0"]').attributes('aria-selected')).toBe('true')
    wrapper.unmount()
  })
  it('shows what is guessed as guessed, what is doubtful as doubtful, and what a person said as firm', async () => {
    const entry = aPlannedEntry(0)
    entry.plan.tags.subject = { value: '数学', confidence: 0.72, source: 'name' }
    entry.plan.tags.type = { value: '教案', confidence: 0.5, source: 'text' }
    entry.plan.tags.grade = { value: '八年级', confidence: 1, source: 'person' }
    const { wrapper, cell } = await openTable([entry])
    expect(cell(0, 'subject').get('.guess').attributes('title')).toBe('猜自文件名，把握 72%')
    expect(cell(0, 'subject').classes()).not.toContain('weak')
    expect(cell(0, 'type').classes()).toContain('weak')
    expect(cell(0, 'grade').find('.guess').exists()).toBe(false)
    wrapper.unmount()
  })
  it('says of a file that cannot go in why, and lets nobody edit it', async () => {
    const broken = { index: 0, path: '坏.docx', size: 3, state: 'broken' as const, reason: 'x', reason_text: '文件损坏。', reason_text_en: 'Broken.' }
    const { wrapper } = await openTable([broken as unknown as ReturnType<typeof aPlannedEntry>])
    expect(wrapper.get('[data-entry="0"] .result').text()).toBe('已损坏文件损坏。')
    expect(wrapper.find('[data-entry="0"] input').exists()).toBe(false)
    wrapper.unmount()
  })
})
