import { flushPromises } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { aProblem, answering, aResource, mountAt } from '@/testing/mounting'
import { setSession } from '@/composables/session'
import type { Session } from '@/api/types'
import ResourceEditor from './ResourceEditor.vue'

const vocabulary = { stages: [], grades: [{ name: '八年级', aliases: [] }], volumes: [], subjects: [], editions: [], types: [] }
beforeAll(() => {
  setSession({ user: { id: 'u1', name: '张三' }, groups: [], schools: [], csrf_token: 't' } as unknown as Session)
  window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia
})

async function openEditor(answer = { body: aResource({ version: 4 }) } as object) {
  const asked = answering({ 'GET /api/v1/vocabulary': { body: vocabulary }, 'GET /api/v1/agreements': { body: { items: [] } }, 'PATCH /api/v1/resources/r1': answer })
  const resource = aResource({}, { subject: '数学', grade: '七年级' })
  resource.tags.grade.confidence = 0.5
  const { wrapper } = await mountAt('/r/r1', ResourceEditor, { props: { modelValue: true, resource } })
  await flushPromises()
  return { wrapper, sent: () => asked.filter((one) => one.method === 'PATCH').map((one) => one.body) }
}
const inBody = <E extends Element>(selector: string) => [...document.body.querySelectorAll<E & HTMLInputElement>(selector)].at(-1)!

async function retitle(title: string) {
  const input = inBody('#edit-title')
  input.value = title
  input.dispatchEvent(new Event('input'))
  await flushPromises()
}

describe('editing a resource', () => {
  it('sends only what was changed, with the version it was read at', async () => {
    const { wrapper, sent } = await openEditor()
    const grade = inBody<HTMLSelectElement>('#tag-grade')
    grade.value = '八年级'
    grade.dispatchEvent(new Event('change'))
    inBody('#resource-editor').dispatchEvent(new Event('submit'))
    await flushPromises()
    expect(sent()).toEqual([{ version: 3, tags: { grade: '八年级' } }])
    expect(wrapper.emitted('changed')?.[0]).toMatchObject([{ version: 4 }])
    wrapper.unmount()
  })
  it('keeps it to the one who ticks nobody', async () => {
    const { wrapper, sent } = await openEditor()
    inBody('fieldset input[data-offer]').dispatchEvent(new Event('change'))
    await flushPromises()
    inBody('#resource-editor').dispatchEvent(new Event('submit'))
    await flushPromises()
    expect(sent()).toEqual([{ version: 3, releases: [{ kind: 'user', target: 'u1' }] }])
    wrapper.unmount()
  })
  it('asks the server for nothing when nothing was changed', async () => {
    const { wrapper, sent } = await openEditor()
    inBody('#resource-editor').dispatchEvent(new Event('submit'))
    await flushPromises()
    expect(sent()).toEqual([])
    expect(wrapper.emitted('update:modelValue')).toEqual([[false]])
    wrapper.unmount()
  })
  it('keeps what was written and says why when somebody else was faster', async () => {
    const { wrapper } = await openEditor(aProblem(409, 'resource.changed', '内容刚被别人改动。', 'Changed.'))
    await retitle('新标题')
    inBody('#resource-editor').dispatchEvent(new Event('submit'))
    await flushPromises()
    expect(document.body.textContent).toContain('内容刚被别人改动。')
    expect(wrapper.emitted('changed')).toBeUndefined()
    wrapper.unmount()
  })
})
