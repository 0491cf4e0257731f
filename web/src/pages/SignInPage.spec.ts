import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { aProblem, answering, mountAt } from '@/testing/mounting'
import SignInPage from './SignInPage.vue'

const session = { user: { id: 'u1', login: 'zhangsan', name: '张三' }, csrf_token: 't', schools: [], groups: [], server_time: '' }

async function signIn(path: string) {
  const { wrapper, router } = await mountAt(path, SignInPage)
  await wrapper.get('#login').setValue(' zhangsan ')
  await wrapper.get('#password').setValue('geheim')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  return { wrapper, router }
}

describe('signing in', () => {
  it('leads back to the page that was wanted', async () => {
    const asked = answering({ 'POST /api/v1/session': { body: session } })
    const { router } = await signIn('/signin?next=/r/r1?at%3D3')
    expect(asked[0]!.body).toEqual({ login: 'zhangsan', password: 'geheim' })
    expect(router.currentRoute.value.fullPath).toBe('/r/r1?at=3')
  })
  it('never leads to another site', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      answering({ 'POST /api/v1/session': { body: session } })
      const { router } = await signIn(`/signin?next=${encodeURIComponent(next)}`)
      expect(router.currentRoute.value.fullPath).toBe('/s')
    }
  })
  it('says what is wrong and keeps the login', async () => {
    answering({ 'POST /api/v1/session': aProblem(401, 'session.wrong', '用户名或密码不对。', 'Wrong.') })
    const { wrapper } = await signIn('/signin')
    expect(wrapper.get('[role=alert]').text()).toBe('用户名或密码不对。')
    expect(wrapper.get<HTMLInputElement>('#login').element.value).toBe(' zhangsan ')
  })
})
