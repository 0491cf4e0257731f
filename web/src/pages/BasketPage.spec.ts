import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Session } from '@/api/types'
import { mostInBasket, useBasket } from '@/composables/basket'
import { setSession } from '@/composables/session'
import { answering, aResource, mountAt } from '@/testing/mounting'
import BasketPage from './BasketPage.vue'

const signIn = (id: string) => setSession({ user: { id, name: '张三', role: 'none' }, viewing_as: false, groups: [], schools: [], csrf_token: 't' } as unknown as Session)
beforeEach(() => {
  localStorage.clear()
  signIn('nobody')
})

async function show(kept: string[], items: object[]) {
  localStorage.setItem('kecang.basket.u1', JSON.stringify(kept))
  signIn('u1')
  useBasket()
  answering({ [`GET /api/v1/basket?ids=${encodeURIComponent(kept.join(','))}`]: { body: { items } } })
  const { wrapper } = await mountAt('/basket', BasketPage)
  await flushPromises()
  return wrapper
}

describe('the basket', () => {
  it('packs what may be taken home, and says what may not and what is gone', async () => {
    const wrapper = await show(['r1', 'r2', 'r3'], [aResource(), aResource({ id: 'r2', title: '只读', actions: ['find', 'view'] })])
    expect(wrapper.get('[data-basket-zip]').attributes('href')).toBe('/api/v1/basket.zip?ids=r1')
    expect(wrapper.get('[data-basket-zip]').text()).toContain('打包下载 1 份')
    expect(wrapper.text()).toContain('只开放在线阅读')
    expect(wrapper.text()).toContain('1 份已看不到')
    wrapper.unmount()
  })
  it('lets one out, all out, and all back', async () => {
    const wrapper = await show(['r1', 'r2'], [aResource(), aResource({ id: 'r2', title: '有理数的减法' })])
    await wrapper.get('button[aria-label="把“有理数的减法”移出资源篮"]').trigger('click')
    expect(wrapper.findAll('li')).toHaveLength(1)
    expect(JSON.parse(localStorage.getItem('kecang.basket.u1')!)).toEqual(['r1'])
    await wrapper.findAll('button').find((one) => one.text() === '清空')!.trigger('click')
    expect(wrapper.text()).toContain('资源篮是空的')
    await wrapper.findAll('button').find((one) => one.text() === '恢复刚才清空的')!.trigger('click')
    expect(wrapper.findAll('li')).toHaveLength(1)
    wrapper.unmount()
  })
  it('is each person’s own', async () => {
    const wrapper = await show(['r1'], [aResource()])
    signIn('u2')
    await flushPromises()
    expect(useBasket().count.value).toBe(0)
    wrapper.unmount()
  })
  it('is full at what the server packs at once', async () => {
    const wrapper = await show([], [])
    const basket = useBasket()
    for (let i = 0; i <= mostInBasket; ++i) basket.put(`r${i}`)
    expect(basket.count.value).toBe(mostInBasket)
    expect(basket.full.value).toBe(true)
    wrapper.unmount()
  })
})
