// A textbook's lessons: what there is for each, what is missing, one lesson's pack, and two lessons side by side.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { phone, startBrowser } from './browser.mjs'
import { people, sendText, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const own = ['有理数 正数和负数 教案 甲', '有理数 正数和负数 教案 乙']

describe('the lessons of a textbook', { timeout: 900_000 }, () => {
  let server, browser, page, visitor

  before(async () => {
    server = await startServer()
    await settle(server)
    browser = await startBrowser()
    for (const title of own) await sendText(browser, server, people.uploader, title, { text: `${title}：今天学习比零大的数和比零小的数。` })
    const api = await server.api().signIn(people.uploader)
    const { hits } = await api.get(`/search?q=${encodeURIComponent('有理数')}`)
    const { items } = await api.get('/textbooks')
    const book = items.find((one) => one.subject === '数学' && one.stage === '初中')
    const rows = (await api.get(`/textbooks/map?${new URLSearchParams(book)}`)).rows
    const row = rows.find((one) => one.chapter)
    Object.assign(told, { book, row })
    for (const { resource } of hits) {
      const tags = { type: '教案', subject: book.subject, grade: book.grade, node: `${row.chapter}/${row.title}` }
      await api.send('PATCH', `/resources/${resource.id}`, JSON.stringify({ version: resource.version, tags }), 'application/json')
    }
    await until('the index knows the lessons', async () => (await api.get(`/textbooks/map?${new URLSearchParams(book)}`)).rows.some((one) => one.counts[0]?.count === own.length))
  })
  const told = {}
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('are found in the menu and say what there is and what is missing', async () => {
    const { book, row } = told
    visitor = await (await browser.visitor(server)).signIn(people.uploader, `/textbook?${new URLSearchParams(book)}`)
    page = visitor.page
    const line = page.getByRole('row').filter({ has: page.getByRole('link', { name: row.title, exact: true }) })
    await line.getByRole('link', { name: '2', exact: false }).first().waitFor()
    await page.getByText(/课什么都没有/).waitFor()
    await visitor.checkAccess('lessons of a textbook')
    await visitor.picture('textbook')
    await page.getByLabel('只看缺的').check()
    await line.waitFor({ state: 'detached' })
    await page.getByLabel('只看缺的').uncheck()
  })

  it('lead to everything for one lesson, by type', async () => {
    await page.getByRole('link', { name: `${told.row.title}，教案：2 份` }).click()
    await page.getByRole('heading', { level: 1, name: told.row.title }).waitFor()
    for (const title of own) await page.getByRole('link', { name: title, exact: true }).waitFor()
    await visitor.checkAccess('lesson pack')
    for (const title of own) await page.getByLabel(`选入比较：${title}`).check()
    await visitor.picture('lesson-pack')
    await page.getByRole('button', { name: '全部放入资源篮' }).click()
  })

  it('can be read side by side', async () => {
    await page.getByRole('link', { name: /并排比较/ }).click()
    for (const title of own) await page.getByRole('article', { name: title }).getByText('今天学习比零大的数').waitFor()
    await visitor.checkAccess('side by side')
    await visitor.picture('compare')
    await page.setViewportSize(phone.viewport)
    await visitor.checkNoSidewaysScroll('side by side on a phone')
    await visitor.picture('compare-phone')
    await page.goto(`${new URL(page.url()).origin}/textbook?${new URLSearchParams(told.book)}`)
    await page.getByRole('link', { name: told.row.title, exact: true }).waitFor()
    await visitor.checkNoSidewaysScroll('lessons on a phone')
    await visitor.picture('textbook-phone')
    await visitor.leave()
  })

  it('count for nobody what they may not see', async () => {
    const api = await server.api().signIn(people.outsider)
    const { rows, elsewhere, schools } = await api.get(`/textbooks/map?${new URLSearchParams(told.book)}`)
    assert.equal(rows.flatMap((one) => one.counts).length, 0)
    assert.equal(elsewhere, 0)
    assert.deepEqual(schools, [])
    const { row, book } = told
    const pack = await api.get(`/textbooks/lesson?${new URLSearchParams({ ...book, chapter: row.chapter, title: row.title })}`)
    assert.deepEqual(pack.items, [])
  })
})
