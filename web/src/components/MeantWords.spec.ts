import { describe, expect, it } from 'vitest'
import { mountAt } from '@/testing/mounting'
import MeantWords from './MeantWords.vue'

const link = (q: string) => ({ path: '/s', query: { q } })

describe('what was meant', () => {
  it('says what pinyin was read as', async () => {
    const { wrapper } = await mountAt('/s', MeantWords, { props: { readAs: '勾股定理', didYouMean: '', link } })
    expect(wrapper.text()).toBe('已按拼音查找 勾股定理')
  })
  it('offers another spelling, one click away', async () => {
    const { wrapper } = await mountAt('/s', MeantWords, { props: { readAs: '', didYouMean: '二次函数', link } })
    expect(wrapper.get('a').text()).toBe('二次函数')
    expect(decodeURI(wrapper.get('a').attributes('href')!)).toBe('/s?q=二次函数')
  })
  it('is silent when all was found as it is written', async () => {
    const { wrapper } = await mountAt('/s', MeantWords, { props: { readAs: '', didYouMean: '', link } })
    expect(wrapper.text()).toBe('')
  })
})
