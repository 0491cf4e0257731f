import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Session } from '@/api/types'
import { setSession } from '@/composables/session'
import { answering, mountAt } from '@/testing/mounting'
import BulkEditor from './BulkEditor.vue'

const line = (resource: string, change: object = {}) => ({ resource, title: resource, state: 'changed', reason: '', reason_text: '', reason_text_en: '', changes: [{ field: 'subject', before: '', after: '数学' }], ...change })
const button = (text: string) => [...document.querySelectorAll('button')].find((one) => one.textContent!.includes(text))!
const shown = () => document.body.textContent!

describe('changing many at once', () => {
  it('says what changes before it does it, and takes it back', async () => {
    window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia
    setSession({ user: { id: 'u1', name: '张三', role: 'none' }, viewing_as: false, groups: [], schools: [], csrf_token: 't' } as unknown as Session)
    const edit = { id: 'b1', at: '', undo_until: '', seconds_left: 600, changed: 1, undone: false }
    const refused = line('r2', { title: '', state: 'refused', reason: 'resource.absent', reason_text: '没有这份资源', changes: [] })
    answering({
      'GET /api/v1/vocabulary': { body: { types: [], stages: [], subjects: [{ name: '数学' }], grades: [], volumes: [], editions: [] } },
      'POST /api/v1/bulk-edits/preview': { body: { items: [line('r1'), refused] } },
      'POST /api/v1/bulk-edits': { body: { items: [line('r1'), refused], edit } },
      'POST /api/v1/bulk-edits/b1/undo': { body: { items: [line('r1')] } },
    })
    const { wrapper } = await mountAt('/s', BulkEditor, { props: { modelValue: true, resources: ['r1', 'r2'] } })
    await flushPromises()
    expect(button('看看会改什么').disabled).toBe(true)
    const mode = document.querySelector<HTMLSelectElement>('#bulk-subject')!
    mode.value = 'replace'
    mode.dispatchEvent(new Event('change'))
    await flushPromises()
    const value = document.querySelector<HTMLSelectElement>('#tag-subject')!
    value.value = '数学'
    value.dispatchEvent(new Event('change'))
    await flushPromises()
    document.querySelector('form')!.dispatchEvent(new Event('submit'))
    await flushPromises()
    expect(shown()).toContain('会修改 1 份')
    expect(shown()).toContain('看不到的资源')
    button('改这 1 份').click()
    await flushPromises()
    expect(shown()).toContain('已修改 1 份')
    button('撤销这次修改').click()
    await flushPromises()
    expect(shown()).toContain('已恢复 1 份')
    expect(wrapper.emitted('changed')).toHaveLength(2)
    wrapper.unmount()
  })
})
