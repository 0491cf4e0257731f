// A collection: made by a research leader, put in order with the keyboard, published to the group, read by a teacher of another
// school as far as they may, and not there for anybody else.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { narrow, phone, startBrowser } from './browser.mjs'
import { names, password, people, sendText, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const leader = { login: 'zhou', password, name: '周组长' }
const shared = '二次函数的图像 教案'
const inSchool = '二次函数 校内讲义'
const title = '二次函数单元专题'

/** Names of the members, as another program lists them. */
const namesIn = (zip) =>
  JSON.parse(execFileSync('python3', ['-c', 'import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps(z.namelist()))', zip], { encoding: 'utf8' }))

describe('a collection of a research leader', { timeout: 900_000 }, () => {
  let server, browser, address
  const downloads = mkdtempSync(join(tmpdir(), 'kecang-collections-'))

  before(async () => {
    server = await startServer()
    const api = await settle(server)
    await api.roster('users', [['key', 'login', 'name', 'password', 'role'], ['L1', leader.login, leader.name, password, '']])
    await api.roster('memberships', [['kind', 'member', 'container', 'role', 'from', 'until'], ['user_in_school', leader.login, 'S1', 'research_leader', '2020-09-01', '']])
    browser = await startBrowser()
    await sendText(browser, server, leader, shared, { group: names.group })
    await sendText(browser, server, leader, inSchool)
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(downloads, { recursive: true, force: true })
  })

  const open = async (person, path, options) => (await browser.visitor(server, options)).signIn(person, path)
  const handle = (page, name) => page.getByRole('button', { name: `移动“${name}”` })
  /** Onto the upper edge; a browser tells of what is dragged over from the second movement on. */
  async function drag(page, from, onto) {
    await from.hover()
    await page.mouse.down()
    await onto.hover({ position: { x: 200, y: 6 } })
    await onto.hover({ position: { x: 200, y: 4 } })
    await page.mouse.up()
  }
  const items = (page, section) => page.getByRole('region', { name: section }).locator('.title').allTextContents()

  it('begins with nothing, and says what to do', async () => {
    const visitor = await open(people.colleague, '/s')
    const { page } = visitor
    await page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '专题' }).first().click()
    await page.getByRole('heading', { name: '还没有发布给您的专题' }).waitFor()
    await visitor.checkAccess('no collections')
    await visitor.picture('collections-empty')
    await visitor.leave()
  })

  it('takes a resource from its page and another from the preview of a hit', async () => {
    const visitor = await open(leader, `/s?q=${encodeURIComponent('校内讲义')}`)
    const { page } = visitor
    await page.getByRole('link', { name: inSchool, exact: true }).click()
    await page.waitForURL('**/r/*')
    await page.getByRole('button', { name: '加入专题' }).click()
    const dialog = page.getByRole('dialog', { name: `把“${inSchool}”加入专题` })
    await dialog.getByLabel('专题名称').fill(title)
    await dialog.getByLabel('给使用的人写几句话').fill('只给本校老师的讲义。')
    await visitor.checkAccess('add to collection')
    await visitor.picture('collection-add')
    await dialog.getByRole('button', { name: '加入专题' }).click()
    await dialog.getByText('已加入').waitFor()

    await page.goto(`/s?q=${encodeURIComponent('图像')}`)
    await page.getByRole('list', { name: '搜索结果' }).getByRole('listitem').first().click({ position: { x: 300, y: 60 } })
    const preview = page.getByRole('complementary', { name: '预览' })
    await preview.getByRole('button', { name: '加入专题' }).click()
    const again = page.getByRole('dialog', { name: `把“${shared}”加入专题` })
    assert.equal(await again.getByLabel('加入哪个专题').locator('option').first().textContent(), title)
    await again.getByRole('button', { name: '加入专题' }).click()
    await again.getByRole('link', { name: '打开专题' }).click()
    await page.getByRole('heading', { name: title }).waitFor()
    address = new URL(page.url()).pathname
    await visitor.leave()
  })

  it('is put in order with the keyboard, in two sections, with notes and a link', async () => {
    const visitor = await open(leader, `${address}/edit`)
    const { page } = visitor
    await page.getByRole('button', { name: '添加一节' }).click()
    await page.getByLabel('这一节的名称').first().fill('引入')
    await page.getByLabel('这一节的名称').last().fill('课后')
    const after = page.getByRole('region', { name: '课后' })
    await after.getByText('添加链接').first().click()
    await after.getByLabel('链接名称').fill('国家中小学智慧教育平台')
    await after.getByLabel('网址').fill('https://basic.smartedu.cn/')
    await after.getByRole('button', { name: '添加链接' }).click()

    assert.deepEqual(await items(page, '引入'), [inSchool, shared])
    await handle(page, shared).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await page.getByText(`“${shared}”移到“引入”的第 1 项，共 2 项。`).waitFor()
    assert.deepEqual(await items(page, '引入'), [shared, inSchool])
    await page.keyboard.press('Alt+ArrowDown')
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByText(`“${shared}”移到“课后”的第 1 项，共 2 项。`).waitFor()
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Alt+ArrowUp')
    assert.deepEqual(await items(page, '引入'), [shared, inSchool], 'the keyboard stayed with the item')
    await page.getByLabel(`说明：${shared}`).fill('先看图像怎样平移。')
    await visitor.checkAccess('collection editor')
    await visitor.picture('collection-editor')
    await page.getByRole('button', { name: '保存专题' }).click()
    await page.getByText('已保存，现在是第 3 版。').waitFor()

    await page.setViewportSize({ width: 1440, height: 1800 }) // both ends in sight
    await drag(page, handle(page, shared), page.getByRole('listitem', { name: '条目：国家中小学智慧教育平台' }))
    assert.deepEqual(await items(page, '课后'), [shared, '国家中小学智慧教育平台'])
    await page.reload()
    await handle(page, shared).waitFor()
    assert.deepEqual(await items(page, '引入'), [shared, inSchool], 'what was not saved is not kept')
    await visitor.leave()
  })

  it('says who was faster when two people write', async () => {
    const visitor = await open(leader, `${address}/edit`)
    const { page } = visitor
    await page.getByLabel('简介').fill('三课时用的资料。')
    const other = await open(leader, `${address}/edit`)
    await other.page.getByLabel('简介').fill('两课时用的资料。')
    await other.page.getByRole('button', { name: '保存专题' }).click()
    await other.page.getByText('已保存，现在是第 4 版。').waitFor()
    await other.leave()
    await page.getByRole('button', { name: '保存专题' }).click()
    await page.getByText(`${leader.name}刚改过这个专题，现在是第 4 版。`).waitFor()
    assert.equal(await page.getByLabel('简介').inputValue(), '三课时用的资料。')
    await visitor.checkAccess('collection conflict')
    await visitor.picture('collection-conflict')
    await page.getByRole('button', { name: '载入新版' }).click()
    await until('the new version is there', async () => (await page.getByLabel('简介').inputValue()) === '两课时用的资料。')
    await visitor.leave()
  })

  it('is published to the group', async () => {
    const visitor = await open(leader, address)
    const { page } = visitor
    await page.locator('[data-state=draft]').waitFor()
    await page.getByRole('button', { name: '发布…' }).click()
    const dialog = page.getByRole('dialog', { name: '发布给谁' })
    await dialog.getByText(names.group).click()
    await visitor.checkAccess('publish')
    await visitor.picture('collection-publish')
    await dialog.getByRole('button', { name: '发布' }).click()
    await page.locator('[data-state=published]').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('已发布给').waitFor()
    await visitor.picture('collection')
    await visitor.leave()
  })

  it('shows a teacher of the other school their part of it', async () => {
    const visitor = await open(people.colleague, '/collections')
    const { page } = visitor
    await visitor.checkAccess('collections')
    await visitor.picture('collections')
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('link', { name: shared, exact: true }).waitFor()
    const text = await page.locator('main').innerText()
    for (const said of ['先看图像怎样平移。', '国家中小学智慧教育平台', '外部平台', leader.name]) assert.ok(text.includes(said), said)
    for (const hidden of [inSchool, '只给本校老师的讲义。', '修改', '已发布给']) assert.ok(!text.includes(hidden), hidden)
    await visitor.checkAccess('collection, as a reader')
    await visitor.picture('collection-reader')

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '打包下载' }).click()])
    assert.equal(download.suggestedFilename(), `${title}.zip`)
    const zip = join(downloads, 'collection.zip')
    await download.saveAs(zip)
    assert.deepEqual(namesIn(zip), [`${title}/1 引入/01 ${shared}.txt`, `${title}/目录.html`])
    await visitor.leave()
  })

  it('fits a phone, reading and writing', async () => {
    for (const [person, path, name] of [
      [people.colleague, '/collections', 'collections'],
      [people.colleague, address, 'collection'],
      [leader, `${address}/edit`, 'collection-editor'],
    ]) {
      for (const options of [phone, narrow]) {
        const visitor = await open(person, path, options)
        await visitor.page.getByText(title).first().waitFor()
        await visitor.checkNoSidewaysScroll(`${name} at ${options.viewport.width} px`)
        if (options === phone) await visitor.picture(`${name}-phone`)
        await visitor.leave()
      }
    }
  })

  it('is not there for another school', async () => {
    const visitor = await open(people.outsider, address)
    const { page } = visitor
    await page.getByRole('heading', { name: '没有找到这个专题' }).waitFor()
    const api = await server.api().signIn(people.outsider)
    for (const below of ['', '/export.csv', '/export.zip']) assert.equal(await api.status(`${address}${below}`), 404)
    await page.goto('/collections')
    await page.getByRole('heading', { name: '还没有发布给您的专题' }).waitFor()
    await visitor.leave()
  })

  it('is copied with credit by the other teacher', async () => {
    const visitor = await open(people.colleague, address)
    const { page } = visitor
    await page.getByRole('button', { name: '复制为我的专题' }).click()
    await page.waitForURL('**/edit')
    await handle(page, shared).waitFor()
    assert.deepEqual(await items(page, '引入'), [shared])
    await page.goto(new URL(page.url()).pathname.replace('/edit', ''))
    await page.getByRole('link', { name: `改编自${leader.name}的“${title}”` }).waitFor()
    await visitor.picture('collection-fork')
    await visitor.leave()
  })
})
