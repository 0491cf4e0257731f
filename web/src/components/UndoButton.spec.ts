import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answering, anImport, aProblem, mountAt } from '@/testing/mounting'
import UndoButton from './UndoButton.vue'

const inBody = (text: string) => [...document.body.querySelectorAll<HTMLButtonElement>('.el-dialog button')].find((one) => one.textContent === text)!

async function ask(status: ReturnType<typeof anImport>, answer: object = { body: {} }) {
  const asked = answering({ 'POST /api/v1/imports/i1/undo': answer })
  const { wrapper } = await mountAt('/import/i1', UndoButton, { props: { status } })
  await wrapper.get('button').trigger('click')
  await flushPromises()
  return { wrapper, asked, said: () => document.body.querySelector('.el-dialog')!.textContent }
}

describe('taking an import back', () => {
  it('says what goes and what stays before it does anything', async () => {
    const { wrapper, asked, said } = await ask(anImport({ state: 'done' }, { total: 5, indexed: 3, stored_only: 1, duplicate: 1 }))
    expect(said()).toContain('这次导入带来的 4 个资源会从课藏中移除')
    expect(said()).toContain('别的导入也带来的文件会留下。不能恢复。')
    expect(asked).toEqual([])
    inBody('撤销这次导入').click()
    await flushPromises()
    expect(asked.map((one) => one.method)).toEqual(['POST'])
    expect(wrapper.emitted('undoing')).toHaveLength(1)
    wrapper.unmount()
  })
  it('promises no exact number when some files may never have come in', async () => {
    const { wrapper, said } = await ask(anImport({ state: 'done' }, { total: 3, indexed: 2, encrypted: 1 }))
    expect(said()).toContain('最多 3 个')
    wrapper.unmount()
  })
  it('drops a plan, of which nothing has gone in', async () => {
    const { wrapper, said } = await ask(anImport({}, { total: 3, planned: 3 }))
    expect(said()).toContain('放弃这次导入？')
    expect(said()).toContain('列出的 3 个文件都不会入库')
    wrapper.unmount()
  })
  it('stays open and says why when it cannot be done', async () => {
    const { wrapper, said } = await ask(anImport({ state: 'done' }), aProblem(409, 'import.undone', '这次导入已经撤销。', 'Taken back already.'))
    inBody('撤销这次导入').click()
    await flushPromises()
    expect(said()).toContain('这次导入已经撤销。')
    expect(wrapper.emitted('undoing')).toBeUndefined()
    wrapper.unmount()
  })
})
