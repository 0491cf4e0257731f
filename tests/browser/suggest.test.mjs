// Suggestions while somebody types: by characters, pinyin, initials and mixtures; by keyboard and by touch; nothing of other groups.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { desk, phone, startBrowser } from './browser.mjs'
import { names, people, sendText, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const lesson = '勾股定理的应用'
const hidden = '勾股数的秘密'

describe('suggestions', { timeout: 600_000 }, () => {
  let server, browser

  before(async () => {
    server = await startServer()
    await settle(server)
    browser = await startBrowser()
    await sendText(browser, server, people.uploader, lesson, { group: names.group })
    await sendText(browser, server, people.outsider, hidden)
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  const box = (page) => page.getByRole('combobox', { name: '搜索资源' })
  const options = (page) => page.getByRole('listbox', { name: '搜索建议' }).getByRole('option')
  async function type(page, text) {
    const answered = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === text && response.url().includes('/suggest'))
    await box(page).fill(text)
    await answered
  }

  it('offer the lessons one may see, however their names are typed, and none that one may not', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague)
    const { page } = visitor
    for (const typed of ['gougu', 'gg', '勾', 'gou股']) {
      await type(page, typed)
      await options(page).filter({ hasText: lesson }).waitFor()
      assert.equal(await options(page).filter({ hasText: hidden }).count(), 0, typed)
      assert.ok((await options(page).filter({ hasText: lesson }).locator('mark').innerText()).startsWith('勾'), typed)
    }
    await type(page, 'zhangsan')
    await options(page).filter({ hasText: '张三' }).waitFor()
    await type(page, 'wangwu')
    await until('nobody is offered', async () => (await options(page).count()) === 0)
    await type(page, 'gougu')
    await options(page).first().waitFor()
    await visitor.checkAccess('suggestions')
    await visitor.picture('suggestions')
    await visitor.leave()
  })

  it('are chosen by arrow keys and Enter, and closed by Escape', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague)
    const { page } = visitor
    await box(page).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('gougu')
    await options(page).first().waitFor()
    await page.keyboard.press('Escape')
    await until('the list is closed', async () => (await options(page).count()) === 0)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const chosen = page.locator('[role=option][aria-selected=true]')
    assert.equal(await box(page).getAttribute('aria-activedescendant'), await chosen.getAttribute('id'))
    assert.match(await chosen.innerText(), new RegExp(lesson))
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/s?q=${encodeURIComponent(lesson)}`)
    await page.getByRole('list', { name: '搜索结果' }).getByText(lesson).first().waitFor()
    assert.equal(await box(page).inputValue(), lesson)
    await visitor.leave()
  })

  it('filter by the school that is chosen', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague)
    const { page } = visitor
    await type(page, 'chengdong')
    await options(page).filter({ hasText: names.east }).click()
    await page.waitForURL('**/s?school=*')
    await page.getByRole('button', { name: `去掉筛选：${names.east}` }).waitFor()
    await visitor.leave()
  })

  it('can be tapped on a phone', async () => {
    const visitor = await (await browser.visitor(server, phone)).signIn(people.colleague)
    const { page } = visitor
    await type(page, 'gg')
    const first = options(page).filter({ hasText: lesson })
    assert.ok((await first.boundingBox()).height >= 44)
    await visitor.checkNoSidewaysScroll('suggestions')
    await visitor.picture('suggestions-phone')
    await first.tap()
    await page.waitForURL('**/s?q=*')
    await visitor.leave()
  })

  it('are no different for an outsider from a library without them', async () => {
    const visitor = await (await browser.visitor(server, desk)).signIn(people.outsider)
    const { page } = visitor
    await type(page, 'gg')
    await options(page).filter({ hasText: hidden }).waitFor()
    assert.equal(await options(page).filter({ hasText: lesson }).count(), 0)
    await visitor.leave()
  })
})
