import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { SavedSearch, SearchNews } from '@/api/types'
import { answering, aProblem, aResource, mountAt, type Asked } from '@/testing/mounting'
import SubscriptionsPage from './SubscriptionsPage.vue'

const search: SavedSearch = {
  id: 'k1',
  version: 4,
  name: '分数',
  text: '分数',
  filters: { school: ['s1'], grade: ['三年级'] },
  sort: 'relevance',
  created_at: '2026-11-21T06:05:00Z',
  seen_at: '2026-11-21T06:05:00Z',
}
function someNews(change: Partial<SearchNews> = {}): SearchNews {
  const newest = [aResource({ id: 'r7', title: '分数的意义' })]
  return { saved_search: search, total: 9, new_count: 1, more: false, new_ids: ['r7'], newest, labels: { s1: '城东实验学校' }, ...change }
}
async function show(items: SearchNews[], answers: Parameters<typeof answering>[0] = {}) {
  const asked: Asked[] = answering({ 'GET /api/v1/digest': { body: { items, new_count: 1 } }, ...answers })
  const { wrapper } = await mountAt('/subscriptions', SubscriptionsPage)
  await flushPromises()
  const press = async (text: string) => {
    await wrapper.findAll('button').find((one) => one.text() === text)!.trigger('click')
    await flushPromises()
  }
  return { wrapper, asked, press }
}

describe('the page of saved searches', () => {
  it('tells what each looks for and what is new in it', async () => {
    const { wrapper } = await show([someNews()])
    const text = wrapper.text()
    expect(text).toContain('1 条新的')
    expect(text).toContain('“分数” · 三年级 · 城东实验学校')
    expect(wrapper.get('a[href="/r/r7?q=%E5%88%86%E6%95%B0"]').text()).toBe('分数的意义')
    expect(wrapper.get('h2 a').attributes('href')).toContain('sort=newest')
    wrapper.unmount()
  })

  it('marks as seen exactly what was shown', async () => {
    const { wrapper, asked, press } = await show([someNews({ new_count: 2, new_ids: ['r7', 'r8'] })], {
      'POST /api/v1/saved-searches/k1/seen': { body: someNews({ new_count: 0, new_ids: [], newest: [] }) },
    })
    expect(wrapper.text()).toContain('还有 1 条新的')
    await press('标为已看')
    expect(asked.at(-1)!.body).toEqual({ resources: ['r7', 'r8'] })
    expect(wrapper.text()).toContain('没有新的')
    wrapper.unmount()
  })

  it('shows the address of a feed once, and says when it was stopped', async () => {
    const open = { ...search, feed_since: '2026-11-21T06:05:00Z' }
    const { wrapper, press } = await show([someNews()], {
      'POST /api/v1/saved-searches/k1/feed': { status: 201, body: { saved_search: open, path: '/api/v1/saved-searches/k1/feed.atom?token=kf_1' } },
      'DELETE /api/v1/saved-searches/k1/feed': { body: search },
    })
    await press('生成订阅地址')
    expect(wrapper.get('code').text()).toBe(`${location.origin}/api/v1/saved-searches/k1/feed.atom?token=kf_1`)
    await press('停用')
    expect(wrapper.find('code').exists()).toBe(false)
    expect(wrapper.text()).toContain('原来的地址打不开了')
    wrapper.unmount()
  })

  it('does not show the address of a feed that was made before', async () => {
    const { wrapper } = await show([someNews({ saved_search: { ...search, feed_since: '2026-11-21T06:05:00Z' } })])
    expect(wrapper.find('code').exists()).toBe(false)
    expect(wrapper.text()).toContain('忘了就换一个')
    wrapper.unmount()
  })

  it('renames with the version it was read at and says when somebody was faster', async () => {
    const { wrapper, asked, press } = await show([someNews()], {
      'PATCH /api/v1/saved-searches/k1': aProblem(409, 'saved_search.changed', '这个检索刚被改动', 'Changed'),
    })
    await press('改名')
    await wrapper.get('input').setValue('三年级分数')
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    expect(asked.at(-1)!.body).toEqual({ version: 4, name: '三年级分数' })
    expect(wrapper.text()).toContain('这个检索刚被改动')
    wrapper.unmount()
  })

  it('asks before it deletes', async () => {
    const { wrapper, asked, press } = await show([someNews()], { 'DELETE /api/v1/saved-searches/k1': { status: 204 } })
    await press('删除')
    expect(asked.map((one) => one.method)).toEqual(['GET'])
    const buttons = [...document.body.querySelectorAll<HTMLButtonElement>('.el-dialog button')]
    buttons.find((one) => one.textContent === '删除')!.click()
    await flushPromises()
    expect(asked.at(-1)!.method).toBe('DELETE')
    expect(wrapper.text()).toContain('还没有保存的检索')
    wrapper.unmount()
  })

  it('says what to do while there are none', async () => {
    const { wrapper } = await show([])
    expect(wrapper.text()).toContain('还没有保存的检索')
    wrapper.unmount()
  })
})
