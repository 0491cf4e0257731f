import { afterEach, describe, expect, it } from 'vitest'
import { ApiError } from '@/api/errors'
import { setLanguage } from '@/i18n'
import { mountAt } from '@/testing/mounting'
import ErrorState from './ErrorState.vue'

const busy = new ApiError({ code: 'http.server_busy', status: 503, title: '服务器正忙。', title_en: 'The server is busy.', request_id: 'q7' })
afterEach(() => setLanguage('zh-CN'))

describe('an error', () => {
  it('says what the server said, in the language of the page', async () => {
    const { wrapper } = await mountAt('/', ErrorState, { props: { error: busy } })
    expect(wrapper.get('[role=alert] p').text()).toBe('服务器正忙。')
    await setLanguage('en')
    await wrapper.vm.$nextTick()
    expect(wrapper.get('[role=alert] p').text()).toBe('The server is busy.')
  })
  it('has its own words where no answer came, and offers to try again', async () => {
    const { wrapper } = await mountAt('/', ErrorState, { props: { error: new ApiError({ code: 'client.network' }), retry: true } })
    expect(wrapper.text()).toContain('连不上服务器')
    await wrapper.get('button').trigger('click')
    expect(wrapper.emitted('retry')).toHaveLength(1)
  })
  it('names the request when the fault is the server’s', async () => {
    const { wrapper } = await mountAt('/', ErrorState, { props: { error: busy } })
    expect(wrapper.text()).toContain('请求编号 q7')
  })
})
