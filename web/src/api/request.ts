import { ApiError, errorOf, wasAborted } from './errors'

export type Query = Record<string, string | number | readonly string[] | undefined>

export interface RequestOptions {
  query?: Query
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, with this content type. */
  raw?: { type: string; data: Blob | string }
  signal?: AbortSignal
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

let csrfToken = ''
let onSignedOut: () => void = () => {}

export function setCsrfToken(token: string) {
  csrfToken = token
}
export function csrfHeader(): Record<string, string> {
  return { 'X-CSRF-Token': csrfToken }
}
/** Called once a request is answered with "nobody is signed in". */
export function whenSignedOut(callback: () => void) {
  onSignedOut = callback
}

export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options)
  if (!response.ok) {
    const error = await errorOf(response)
    if (error.status === 401) onSignedOut()
    throw error
  }
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

async function send(method: Method, path: string, options: RequestOptions) {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') Object.assign(headers, csrfHeader())
  let body: BodyInit | undefined
  if (options.raw) {
    headers['Content-Type'] = options.raw.type
    body = options.raw.data
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  try {
    return await fetch(path + queryString(options.query), { method, headers, body, signal: options.signal })
  } catch (error) {
    if (wasAborted(error)) throw error
    throw new ApiError({ code: 'client.network' })
  }
}

export function queryString(query: Query = {}) {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}
