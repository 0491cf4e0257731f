import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answering, aCollection, aProblem, mountAt } from '@/testing/mounting'
import AddToCollection from './AddToCollection.vue'

async function show(answers: Parameters<typeof answering>[0]) {
  const asked = answering(answers)
  const { wrapper } = await mountAt('/r/r1', AddToCollection, { props: { resource: { id: 'r1', title: '勾股定理 教案' } } })
  await wrapper.get('button').trigger('click')
  await flushPromises()
  const dialog = () => document.querySelector<HTMLElement>('.el-dialog')!
  const submit = async () => {
    dialog().querySelector('form')!.dispatchEvent(new Event('submit'))
    await flushPromises()
  }
  return { wrapper, asked, dialog, submit }
}
const listed = { 'GET /api/v1/collections?shelf=edited&limit=100': { body: { items: [aCollection()], next: '' } } }

describe('adding a resource to a collection', () => {
  it('puts it at the end, at the version that was listed', async () => {
    const { wrapper, asked, dialog, submit } = await show({ ...listed, 'POST /api/v1/collections/c1/items': { body: aCollection() } })
    await submit()
    expect(asked.at(-1)!.body).toEqual({ version: 3, section: '', item: { kind: 'resource', resource: 'r1', note: '' } })
    expect(dialog().textContent).toContain('已加入')
    expect(dialog().querySelector('a')!.getAttribute('href')).toBe('/collections/c1')
    wrapper.unmount()
  })

  it('begins one where there is none', async () => {
    const { wrapper, asked, dialog, submit } = await show({
      'GET /api/v1/collections?shelf=edited&limit=100': { body: { items: [], next: '' } },
      'POST /api/v1/collections': { status: 201, body: aCollection() },
    })
    const title = dialog().querySelector<HTMLInputElement>('input')!
    title.value = '勾股定理专题'
    title.dispatchEvent(new Event('input'))
    await submit()
    expect(asked.at(-1)!.body).toEqual({ title: '勾股定理专题', sections: [{ title: '', items: [{ kind: 'resource', resource: 'r1', note: '' }] }] })
    wrapper.unmount()
  })

  it('says who changed it meanwhile and asks for the list anew', async () => {
    const { wrapper, asked, dialog, submit } = await show({ ...listed, 'POST /api/v1/collections/c1/items': aProblem(409, 'collection.changed', '李四刚改过这个专题，现在是第 4 版。', 'x') })
    await submit()
    expect(dialog().textContent).toContain('李四刚改过这个专题')
    expect(asked.at(-1)!.method).toBe('GET')
    wrapper.unmount()
  })
})
