// The real tus-js-client against the real server.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Upload } from 'tus-js-client'
import { noise, zip } from './fixtures.mjs'
import { people, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const MiB = 1024 * 1024

describe('tus-js-client', { timeout: 900_000 }, () => {
  let server, api, school
  const bytes = zip([{ name: '录像.bin', bytes: noise(5 * MiB) }])

  before(async () => {
    server = await startServer()
    await settle(server)
    api = await server.api().signIn(people.uploader)
    school = (await api.get('/session')).schools[0].school.id
  })
  after(() => server?.stop())

  /** Sends `data`; resolves with what was seen on the way. */
  function send(data, options = {}) {
    const seen = { requests: [], importId: '', upload: null }
    const done = new Promise((resolve, reject) => {
      seen.upload = new Upload(data, {
        endpoint: `${server.url}/api/v1/uploads`,
        headers: api.headers,
        metadata: { filename: '录像.zip', school, visibility: 'school', groups: '' },
        retryDelays: [0, 100, 500, 1000],
        onAfterResponse: (request, response) => {
          seen.requests.push(`${request.getMethod()} ${response.getStatus()}`)
          seen.importId = response.getHeader('Kecang-Import') ?? seen.importId
        },
        onSuccess: () => resolve(seen),
        onError: reject,
        ...options,
      })
      seen.upload.start()
    })
    return { seen, done }
  }

  async function storedHash(importId) {
    await until('the import is done', async () => (await api.get(`/imports/${importId}`)).import.state === 'done')
    const entry = (await api.get(`/imports/${importId}/entries`)).items.find((one) => one.resource ?? one.duplicate_of)
    const response = await fetch(`${server.url}/api/v1/resources/${entry.resource ?? entry.duplicate_of}/file`, { headers: api.headers })
    return createHash('sha256').update(Buffer.from(await response.arrayBuffer())).digest('hex')
  }
  const innerHash = createHash('sha256').update(noise(5 * MiB)).digest('hex')

  it('uploads 5 MB in pieces of 1 MB, and the bytes arrive whole', async () => {
    const { done } = send(bytes, { chunkSize: MiB })
    const seen = await done
    assert.equal(seen.requests[0], 'POST 201')
    assert.equal(seen.requests.filter((one) => one === 'PATCH 204').length, Math.ceil(bytes.length / MiB))
    assert.ok(seen.importId)
    assert.equal(await storedHash(seen.importId), innerHash)
  })

  it('goes on where it was cut off', async () => {
    const first = send(bytes, { chunkSize: MiB, onChunkComplete: (_, sent) => sent >= 2 * MiB && void first.seen.upload.abort() })
    await until('two pieces have arrived', () => first.seen.requests.filter((one) => one === 'PATCH 204').length >= 2)
    const url = first.seen.upload.url
    const offset = Number((await fetch(url, { method: 'HEAD', headers: { ...api.headers, 'Tus-Resumable': '1.0.0' } })).headers.get('Upload-Offset'))
    assert.ok(offset >= 2 * MiB && offset < bytes.length)
    const second = send(bytes, { chunkSize: MiB, uploadUrl: url })
    const seen = await second.done
    assert.equal(seen.requests[0], 'HEAD 200')
    assert.ok(!seen.requests.some((one) => one.startsWith('POST')))
    assert.equal(await storedHash(seen.importId), innerHash)
  })

  it('sends the bytes along with the creation', async () => {
    const small = zip([{ name: 'a.txt', bytes: Buffer.from('随创建请求一起发送') }])
    const seen = await send(small, { uploadDataDuringCreation: true }).done
    assert.deepEqual(seen.requests, ['POST 201'])
    assert.ok(seen.importId)
  })

  it('is refused a piece whose checksum is wrong, and keeps what came before', async () => {
    const create = await fetch(`${server.url}/api/v1/uploads`, {
      method: 'POST',
      headers: { ...api.headers, 'Tus-Resumable': '1.0.0', 'Upload-Length': '10', 'Upload-Metadata': metadata({ filename: 'a.txt', school }) },
    })
    assert.equal(create.status, 201)
    const url = new URL(create.headers.get('Location'), server.url)
    const piece = (text, offset, digestOf) =>
      fetch(url, {
        method: 'PATCH',
        headers: {
          ...api.headers,
          'Tus-Resumable': '1.0.0',
          'Upload-Offset': String(offset),
          'Content-Type': 'application/offset+octet-stream',
          'Upload-Checksum': `sha256 ${createHash('sha256').update(digestOf).digest('base64')}`,
        },
        body: text,
      })
    assert.equal((await piece('01234', 0, '01234')).status, 204)
    assert.equal((await piece('56789', 5, 'other')).status, 460)
    const head = await fetch(url, { method: 'HEAD', headers: { ...api.headers, 'Tus-Resumable': '1.0.0' } })
    assert.equal(head.headers.get('Upload-Offset'), '5')
    const last = await piece('56789', 5, '56789')
    assert.equal(last.status, 204)
    assert.ok(last.headers.get('Kecang-Import'))
  })

  it('takes an upload back', async () => {
    const { seen } = send(bytes, { chunkSize: MiB, onChunkComplete: (_, sent) => sent >= MiB && void seen.upload.abort() })
    await until('a piece has arrived', () => seen.requests.includes('PATCH 204'))
    const url = seen.upload.url
    await seen.upload.abort(true)
    const head = await fetch(url, { method: 'HEAD', headers: { ...api.headers, 'Tus-Resumable': '1.0.0' } })
    assert.ok([404, 410].includes(head.status), String(head.status))
    assert.deepEqual((await api.get('/uploads')).items.filter((one) => url.endsWith(one.id)), [])
  })

  it('tells what it can do, also to who is not signed in', async () => {
    const options = await fetch(`${server.url}/api/v1/uploads`, { method: 'OPTIONS' })
    assert.equal(options.status, 204)
    const extensions = options.headers.get('Tus-Extension').split(',')
    for (const extension of ['creation', 'creation-with-upload', 'checksum', 'termination', 'expiration']) assert.ok(extensions.includes(extension), extension)
  })

  it('is not let in by a stranger', async () => {
    const upload = send(bytes, { headers: {}, retryDelays: [] })
    await assert.rejects(upload.done, /401/)
  })
})

function metadata(values) {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')
}
