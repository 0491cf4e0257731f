// What a query is read as: books and kinds come first and can be taken back; pinyin and slips are understood.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { narrow, startBrowser } from './browser.mjs'
import { people, sendText, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const wanted = '八年级上册 浮力 课件'
const other = '九年级 浮力 教案'
const functions = '二次函数 教案'

describe('what a query is read as', { timeout: 600_000 }, () => {
  let server, browser

  before(async () => {
    server = await startServer()
    await settle(server)
    browser = await startBrowser()
    await sendText(browser, server, people.uploader, wanted, { text: '物体所受的浮力等于排开的水所受的重力。' })
    await sendText(browser, server, people.uploader, other, { text: '浮力的方向竖直向上，浮力，浮力。' })
    await sendText(browser, server, people.uploader, functions, { text: '抛物线的顶点与对称轴。' })
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  const open = async (path, options) => (await browser.visitor(server, options)).signIn(people.uploader, path)
  const search = (q) => `/s?q=${encodeURIComponent(q)}`
  const results = (page) => page.getByRole('list', { name: '搜索结果' })
  const titles = (page) => results(page).getByRole('link').filter({ hasText: /浮力|函数/ })

  it('puts the book and kind that were named first, hides nothing, and says so', async () => {
    const visitor = await open(search('八上浮力ppt'))
    const { page } = visitor
    await page.getByText('已优先').waitFor()
    await page.getByRole('button', { name: /^不按 八年级 · 上册 优先/ }).waitFor()
    await page.getByRole('button', { name: /^不按 课件 优先/ }).waitFor()
    await results(page).getByText('九年级').first().waitFor()
    assert.match(await titles(page).first().innerText(), /八年级上册/)
    await visitor.checkAccess('what was understood')
    await visitor.picture('understood')
    await visitor.leave()
  })

  it('takes the words literally when that is wanted, and reads them again', async () => {
    const visitor = await open(search('九年级浮力教案'))
    const { page } = visitor
    await page.getByRole('button', { name: /^不按 教案 优先/ }).click()
    await page.waitForURL('**literal=*')
    await until('the chip is gone', async () => (await page.getByRole('button', { name: /^不按 教案 优先/ }).count()) === 0)
    await page.getByRole('button', { name: '恢复智能识别' }).click()
    await page.getByRole('button', { name: /^不按 教案 优先/ }).waitFor()
    await visitor.leave()
  })

  it('reads pinyin and initials, and marks what they stand for', async () => {
    const visitor = await open(search('ercihanshu jiaoan'))
    const { page } = visitor
    await page.getByText('已按拼音查找').waitFor()
    await page.locator('strong', { hasText: '二次函数' }).waitFor()
    await results(page).locator('mark', { hasText: '二次函数' }).first().waitFor()
    await visitor.picture('read-as')
    await page.goto(search('echs'))
    await page.locator('strong', { hasText: '二次函数' }).waitFor()
    await visitor.leave()
  })

  it('offers the word that was meant', async () => {
    const visitor = await open(search('二次涵数'))
    const { page } = visitor
    await page.getByText('您要找的是不是').waitFor()
    await results(page).getByText('二次函数').first().waitFor()
    await visitor.picture('did-you-mean')
    await page.getByRole('link', { name: '二次函数', exact: true }).click()
    await page.waitForURL(`**/s?q=${encodeURIComponent('二次函数')}`)
    await until('nothing else is meant', async () => (await page.getByText('您要找的是不是').count()) === 0)
    await visitor.leave()
  })

  it('fits a narrow phone', async () => {
    const visitor = await open(search('八年级上册浮力课件'), narrow)
    await visitor.page.getByText('已优先').waitFor()
    await visitor.checkNoSidewaysScroll('what was understood at 320')
    await visitor.picture('understood-320')
    await visitor.leave()
  })
})
