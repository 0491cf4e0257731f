import { describe, expect, it } from 'vitest'
import { mountAt } from '@/testing/mounting'
import AppPager from './AppPager.vue'

const link = (page: number) => ({ path: '/s', query: { page: String(page) } })
const texts = async (page: number, pages: number) => {
  const { wrapper } = await mountAt('/s', AppPager, { props: { page, pages, link } })
  return wrapper.findAll('a, .gap').map((one) => one.text())
}

describe('the pager', () => {
  it('shows the ends and the neighbours', async () => {
    expect(await texts(1, 9)).toEqual(['1', '2', '…', '9', '下一页'])
    expect(await texts(5, 9)).toEqual(['上一页', '1', '…', '4', '5', '6', '…', '9', '下一页'])
    expect(await texts(2, 2)).toEqual(['上一页', '1', '2'])
  })
  it('is not there for one page', async () => {
    expect(await texts(1, 1)).toEqual([])
  })
  it('tells which page one is on, and only that', async () => {
    const { wrapper } = await mountAt('/s', AppPager, { props: { page: 2, pages: 3, link } })
    expect(wrapper.findAll('[aria-current]').map((one) => one.text())).toEqual(['2'])
  })
})
