// The real kecang-server on a data folder of its own and a free port. KECANG_SERVER names the program.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Api } from './api.mjs'

const program = process.env.KECANG_SERVER
const webRoot = process.env.KECANG_WEB_ROOT ?? fileURLToPath(new URL('../../web/dist', import.meta.url))

export async function startServer() {
  if (!program) throw new Error('KECANG_SERVER must name the kecang-server program')
  const folder = mkdtempSync(join(tmpdir(), 'kecang-browser-'))
  const data = join(folder, 'data')
  const log = join(folder, 'server.log')
  const env = {
    ...process.env,
    KECANG_SERVER_PORT: '0',
    KECANG_SERVER_WEB: webRoot,
    KECANG_STORAGE_FREE_SPACE_FLOOR: '1048576',
    KECANG_LOG_FORMAT: 'json',
  }
  const init = spawnSync(program, ['init', '--data', data, '--json'], { env, encoding: 'utf8' })
  if (init.status !== 0) throw new Error(`kecang-server init failed: ${init.stdout}${init.stderr}`)
  const admin = { login: 'admin', password: JSON.parse(init.stdout).password }

  const out = openSync(log, 'a')
  const child = spawn(program, ['run', '--data', data], { env, stdio: ['ignore', out, out] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const addressFile = join(data, 'server.address')
  await until('the server has an address', () => {
    if (child.exitCode !== null) throw new Error(`kecang-server ended: ${readFileSync(log, 'utf8')}`)
    return existsSync(addressFile) && readFileSync(addressFile, 'utf8').trim()
  })
  const port = readFileSync(addressFile, 'utf8').trim().split(':').at(-1)

  return {
    url: `http://127.0.0.1:${port}`,
    admin,
    log: () => readFileSync(log, 'utf8'),
    api: () => new Api(`http://127.0.0.1:${port}`),
    async stop() {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(late)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Waits for a condition, not for a time; says what did not come. */
export async function until(what, condition, patience = 120_000) {
  const end = Date.now() + patience
  for (;;) {
    const value = await condition()
    if (value) return value
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
