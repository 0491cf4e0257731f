// A school's real archive through a real browser. `npm run test:shared`, with KECANG_SHARED naming where the data is.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startBrowser } from './browser.mjs'
import { names, people, settle } from './school.mjs'
import { startServer } from './server.mjs'

const files = 1987
const known = JSON.parse(readFileSync(new URL('../support/bulk_phrases.json', import.meta.url), 'utf8'))
const archive = join(process.env.KECANG_SHARED ?? '', 'bulk', 'school_upload_a.zip')
const fileName = (path) => path.split('/').at(-1)
const titleOf = (path) => fileName(path).replace(/\.[a-z]+$/, '')
const packed = (text) => text.replace(/\s/g, '')

describe('1,987 files of a school with GBK names', { timeout: 600_000 }, () => {
  let server, browser, importPath
  const pages = []

  before(async () => {
    server = await startServer()
    await settle(server)
    browser = await startBrowser()
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('are uploaded as one ZIP, and the report accounts for each of them', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/upload')
    const { page } = visitor
    await page.getByLabel(names.group).check()
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(archive)
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.waitForURL('**/import/*')
    importPath = new URL(page.url()).pathname
    await visitor.picture('bulk-import-running')
    await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 300_000 })
    const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载清单' }).click()])
    const lines = readFileSync(await report.path(), 'utf8').trimEnd().split('\r\n')
    assert.equal(lines.length, files + 1)
    for (const { path } of known) assert.ok(lines.some((line) => line.includes(path)), path)
    assert.ok(!lines.join('').includes('\ufffd'))
    await visitor.picture('bulk-import-report')
    await visitor.leave()
  })

  it('are found by a colleague of the group by phrases from inside, and opened at the page', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague)
    const { page } = visitor
    for (const { path, phrase, page: number } of known) {
      await page.goto(`/s?q=${encodeURIComponent(phrase)}`)
      const row = page.getByRole('list', { name: '搜索结果' }).getByRole('listitem').filter({ hasText: titleOf(path) }).first()
      await row.locator('mark').first().waitFor()
      if (number) await row.getByRole('link', { name: `打开 第 ${number} 页` }).click()
      else await row.getByRole('link').first().click()
      await page.waitForURL('**/r/*')
      pages.push(new URL(page.url()).pathname)
      const hit = page.locator(number ? '[data-segment][aria-current=true]' : '[data-segment]').filter({ has: page.locator('mark') }).first()
      await hit.locator('mark').first().waitFor()
      assert.ok(packed(await hit.innerText()).includes(phrase), `${phrase} in ${path}`)
      if (number) assert.match(await hit.innerText(), new RegExp(`第 ${number} 页`))
      if (number === 5) await visitor.picture('bulk-page')
    }
    await visitor.leave()
  })

  it('are downloaded as they were, under their own names', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague)
    const { page } = visitor
    const api = await server.api().signIn(people.colleague)
    for (const [at, { path }] of known.entries()) {
      await page.goto(pages[at])
      const link = page.getByRole('link', { name: /^下载/ })
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
      assert.equal(download.suggestedFilename(), fileName(path))
      const resource = await api.get(`/resources/${pages[at].split('/').at(-1)}`)
      assert.equal(createHash('sha256').update(readFileSync(await download.path())).digest('hex'), resource.revision.blob, path)
    }
    await visitor.leave()
  })

  it('are nothing to a teacher of another group, by search or by link', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.outsider)
    const { page } = visitor
    const api = await server.api().signIn(people.outsider)
    for (const [at, { phrase }] of known.entries()) {
      await page.goto(`/s?q=${encodeURIComponent(phrase)}`)
      await page.getByRole('heading', { name: /^没有找到/ }).waitFor()
      await page.goto(pages[at])
      await page.getByRole('heading', { name: '没有找到这份资料', level: 1 }).waitFor()
      const id = pages[at].split('/').at(-1)
      for (const below of ['', '/segments', '/file']) assert.equal(await api.status(`/resources/${id}${below}`), 404)
    }
    await page.goto(importPath)
    await page.getByRole('heading', { name: '没有找到这次导入', level: 1 }).waitFor()
    await visitor.leave()
  })
})
