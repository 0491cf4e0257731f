// A search that is kept, what is new in it, the feed it is followed by, and what is like a resource.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { phone, startBrowser } from './browser.mjs'
import { names, people, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const lesson = (about) => Array.from({ length: 60 }, (_, i) => `${about}的第${i}段讲义，`).join('\n')

async function upload(visitor, name, text) {
  const { page } = visitor
  await page.goto('/upload')
  await page.getByLabel(names.group).check()
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.getByRole('link', { name: '查看导入情况' }).click()
  await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 120_000 })
}

describe('searches that are kept', { timeout: 600_000 }, () => {
  let server, browser, feed

  before(async () => {
    server = await startServer()
    await settle(server)
    browser = await startBrowser()
    const visitor = await (await browser.visitor(server)).signIn(people.uploader)
    await upload(visitor, '光的反射 教案.txt', lesson('光的反射'))
    await visitor.leave()
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('says what to do while there are none', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague, '/subscriptions')
    await visitor.page.getByRole('heading', { name: '还没有保存的检索' }).waitFor()
    await visitor.checkAccess('no subscriptions')
    await visitor.leave()
  })

  it('are kept with one click, and what comes later is new there', async () => {
    const reader = await (await browser.visitor(server)).signIn(people.colleague, `/s?q=${encodeURIComponent('光的反射')}`)
    await reader.page.getByRole('button', { name: '保存检索' }).click()
    await reader.page.getByText('已保存').waitFor()
    await reader.checkAccess('search, kept')

    const writer = await (await browser.visitor(server)).signIn(people.uploader)
    await upload(writer, '光的反射 教案 修改.txt', `${lesson('光的反射')}教研组改过的结尾。`)
    await writer.leave()

    const { page } = reader
    await page.getByRole('link', { name: '我的订阅' }).first().click()
    await page.waitForURL('**/subscriptions')
    await page.getByText('1 条新的').waitFor()
    await page.getByRole('link', { name: '光的反射 教案 修改' }).waitFor()
    await page.getByText('订阅地址', { exact: true }).click()
    await page.getByRole('button', { name: '生成订阅地址' }).click()
    feed = await page.locator('code').innerText()
    await reader.checkAccess('subscriptions')
    await reader.picture('subscriptions')
    await page.getByRole('button', { name: '标为已看' }).click()
    await page.getByText('没有新的').waitFor()
    await page.getByRole('link', { name: '查看全部' }).click()
    await page.waitForURL('**/s?q=*sort=newest*')
    await reader.leave()
  })

  it('are followed by a feed that needs no sign-in and ends when it is stopped', async () => {
    const answer = await fetch(feed)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type'), /^application\/atom\+xml/)
    const visitor = await (await browser.visitor(server)).signIn(people.colleague, '/subscriptions')
    const { page } = visitor
    const read = await page.evaluate((xml) => {
      const parsed = new DOMParser().parseFromString(xml, 'application/xml')
      return { wrong: parsed.querySelector('parsererror')?.textContent ?? '', titles: [...parsed.querySelectorAll('entry > title')].map((one) => one.textContent) }
    }, await answer.text())
    assert.deepEqual(read, { wrong: '', titles: ['光的反射 教案 修改', '光的反射 教案'] })
    await page.getByText('订阅地址', { exact: true }).click()
    assert.equal(await page.locator('code').count(), 0, 'shown once')
    await page.getByRole('button', { name: '停用' }).click()
    await page.getByText('原来的地址打不开了').waitFor()
    await until('the address opens nothing', async () => (await fetch(feed)).status === 404)
    await visitor.leave()
  })

  it('are renamed and deleted, on a phone too', async () => {
    const visitor = await (await browser.visitor(server, phone)).signIn(people.colleague, '/subscriptions')
    const { page } = visitor
    await page.getByRole('button', { name: '改名' }).click()
    await page.getByLabel('名称').fill('八年级光学')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.getByRole('heading', { name: '八年级光学' }).waitFor()
    await visitor.checkNoSidewaysScroll('subscriptions')
    await visitor.checkAccess('subscriptions on a phone')
    await visitor.picture('subscriptions-phone')
    await page.getByRole('button', { name: '删除' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
    await page.getByRole('heading', { name: '还没有保存的检索' }).waitFor()
    await visitor.leave()
  })

  it('lets a teacher see the other version of a lesson beside it', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague, `/s?q=${encodeURIComponent('光的反射')}`)
    const { page } = visitor
    await page.getByRole('link', { name: '光的反射 教案', exact: true }).click()
    await page.waitForURL('**/r/*')
    const alike = page.getByRole('region', { name: '相关资源' })
    await alike.getByRole('heading', { name: '其他版本' }).waitFor()
    await alike.getByText(/约 \d+% 相同/).waitFor()
    await visitor.checkAccess('resource with versions')
    await visitor.picture('resource-versions')
    await alike.getByRole('link', { name: '光的反射 教案 修改' }).click()
    await page.getByRole('heading', { name: '光的反射 教案 修改' }).waitFor()
    await alike.getByRole('link', { name: '光的反射 教案', exact: true }).waitFor()
    await visitor.leave()
  })
})
