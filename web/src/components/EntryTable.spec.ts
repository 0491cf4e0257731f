import { afterEach, describe, expect, it } from 'vitest'
import type { Entry } from '@/api/types'
import { setLanguage } from '@/i18n'
import { mountAt } from '@/testing/mounting'
import EntryTable from './EntryTable.vue'

const entry = (change: Partial<Entry>): Entry => ({ index: 0, path: '七上/教案.docx', size: 1000, state: 'indexed', reason: '', reason_text: '', reason_text_en: '', resource: 'r1', ...change })
const mountTable = (...entries: Entry[]) => mountAt('/import/i1', EntryTable, { props: { entries } })

describe('what became of the files', () => {
  afterEach(() => setLanguage('zh-CN'))
  it('names folder and file, and links to what is stored', async () => {
    const { wrapper } = await mountTable(entry({}))
    expect(wrapper.get('.file').text()).toBe('七上/教案.docx')
    expect(wrapper.get('.file a').attributes('href')).toBe('/r/r1')
    expect(wrapper.get('.mark').text()).toBe('可搜索')
    expect(wrapper.get('.reason').text()).toBe('')
  })
  it('gives the server’s reason, else the meaning of the state', async () => {
    const { wrapper } = await mountTable(entry({ state: 'encrypted', reason_text: '第 2 层压缩包有密码。', reason_text_en: 'The archive on level 2 has a password.' }), entry({ index: 1, state: 'broken' }))
    expect(wrapper.findAll('.reason').map((one) => one.text())).toEqual(['第 2 层压缩包有密码。', '文件已损坏，打不开。'])
  })
  it('gives it in English to who reads English', async () => {
    await setLanguage('en')
    const { wrapper } = await mountTable(entry({ state: 'encrypted', reason_text: '有密码。', reason_text_en: 'It has a password.' }))
    expect(wrapper.get('.reason').text()).toBe('It has a password.')
  })
  it('leads from a duplicate to the one that is here', async () => {
    const { wrapper } = await mountTable(entry({ state: 'duplicate', resource: 'r9', duplicate_of: '有理数的加法' }))
    expect(wrapper.get('.reason a').attributes('href')).toBe('/r/r9')
    expect(wrapper.get('.reason a').text()).toBe('与《有理数的加法》相同')
  })
  it('links nowhere for what was not stored', async () => {
    const { wrapper } = await mountTable(entry({ path: '~$教案.docx', state: 'skipped', resource: undefined }))
    expect(wrapper.find('.file a').exists()).toBe(false)
  })
})
