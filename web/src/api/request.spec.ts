import { describe, expect, it, vi } from 'vitest'
import { answering, aProblem } from '@/testing/mounting'
import { ApiError } from './errors'
import { queryString, request, setCsrfToken, whenSignedOut } from './request'

describe('a request', () => {
  it('carries the CSRF token when it writes and not when it reads', async () => {
    const asked = answering({ 'GET /a': {}, 'POST /a': {} })
    setCsrfToken('secret')
    await request('GET', '/a')
    await request('POST', '/a', { body: {} })
    expect(asked.map((one) => one.headers.get('X-CSRF-Token'))).toEqual([null, 'secret'])
  })

  it('turns problem+json into the one error with its code and both sentences', async () => {
    answering({ 'GET /a': aProblem(409, 'kind.conflict', '刚被改动', 'Changed just now') })
    const error = await request('GET', '/a').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ code: 'kind.conflict', status: 409, titles: { zh: '刚被改动', en: 'Changed just now' }, requestId: 'q1' })
  })

  it('says that the network is gone when no answer comes', async () => {
    answering({})
    await expect(request('GET', '/a')).rejects.toMatchObject({ code: 'client.network' })
  })

  it('does not take a page of a proxy for an answer of the server', async () => {
    globalThis.fetch = async () => new Response('<html>502</html>', { status: 502 })
    await expect(request('GET', '/a')).rejects.toMatchObject({ code: 'client.unreadable', status: 502 })
  })

  it('tells when nobody is signed in any more', async () => {
    const signedOut = vi.fn()
    whenSignedOut(signedOut)
    answering({ 'GET /a': aProblem(401, 'kind.unauthenticated', '请先登录。', 'Please sign in first.') })
    await request('GET', '/a').catch(() => {})
    expect(signedOut).toHaveBeenCalledOnce()
    whenSignedOut(() => {})
  })
})

describe('a query string', () => {
  it('repeats what has several values and leaves out what is empty', () => {
    expect(queryString({ q: '', type: ['教案', '课件'], page: 2, after: undefined })).toBe('?type=%E6%95%99%E6%A1%88&type=%E8%AF%BE%E4%BB%B6&page=2')
    expect(queryString({})).toBe('')
  })
})
