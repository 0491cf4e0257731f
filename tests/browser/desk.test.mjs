// A teacher's desk: stars, what was opened, notes of use; many resources changed at once and taken back; a collection filled from search
// rows and from its editor; regions as a bureau keeps them.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { narrow, phone, startBrowser } from './browser.mjs'
import { names, officer, password, people, sendText, settle } from './school.mjs'
import { startServer } from './server.mjs'

const one = '二次函数的图像 教案'
const two = '二次函数 单元练习'

describe('a desk', { timeout: 900_000 }, () => {
  let server, browser

  before(async () => {
    server = await startServer()
    const api = await settle(server)
    await api.roster('regions', [['key', 'name', 'kind', 'parent'], ['C1', '云水市', 'city', ''], ['R1', '青溪县', 'county', 'C1']])
    await api.roster('schools', [['key', 'place'], ['S1', 'R1'], ['S2', 'R1']])
    await api.roster('users', [['key', 'login', 'name', 'password', 'role'], ['B1', officer.login, officer.name, password, '']])
    await api.roster('memberships', [['kind', 'member', 'container', 'role', 'from', 'until'], ['user_in_region', 'sun', 'C1', 'bureau_officer', '2020-09-01', '']])
    browser = await startBrowser()
    await sendText(browser, server, people.uploader, one, { group: names.group })
    await sendText(browser, server, people.uploader, two, { group: names.group })
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  const open = async (person, path, options) => (await browser.visitor(server, options)).signIn(person, path)
  const results = (page) => page.getByRole('list', { name: '搜索结果' })
  const searched = `/s?q=${encodeURIComponent('二次函数')}`

  it('keeps stars, what was opened and notes of use for their owner alone', async () => {
    const visitor = await open(people.colleague, searched)
    const { page } = visitor
    const row = results(page).getByRole('listitem').filter({ hasText: one })
    await row.hover()
    await row.getByRole('button', { name: `收藏“${one}”` }).click()
    await row.getByRole('button', { name: `已收藏“${one}”，再点取消` }).waitFor()
    await row.getByRole('link', { name: one }).click()
    await page.waitForURL('**/r/*')
    await page.getByRole('button', { name: '记一次使用' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('班级').fill('九（2）班')
    await dialog.getByLabel('一般').check()
    await dialog.getByLabel('简单说说').fill('例题太难，下次换一道')
    await visitor.checkAccess('note a use')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.locator('[data-uses]').getByText(`${names.west}用过 1 次`).waitFor()
    await page.goto('/mine')
    await page.locator('[data-marked]').getByRole('link', { name: one }).waitFor()
    await visitor.checkAccess('favourites')
    await visitor.picture('mine')
    await page.getByRole('link', { name: '最近打开' }).click()
    await page.locator('[data-marked]').getByRole('link', { name: one }).waitFor()
    await page.getByRole('link', { name: '用过' }).click()
    await page.locator('[data-use]').getByText('例题太难，下次换一道').waitFor()
    await visitor.leave()

    const other = await open(people.uploader, '/mine?view=uses', narrow)
    await other.page.getByText('还没有使用记录').waitFor()
    await other.checkNoSidewaysScroll('mine')
    await other.leave()
  })

  it('changes many at once, says before what changes, and takes it back', async () => {
    const visitor = await open(people.uploader, searched)
    const { page } = visitor
    await page.getByRole('button', { name: '批量修改' }).click()
    await page.getByRole('button', { name: '选中本页能修改的' }).click()
    await page.getByText('已选 2 份').waitFor()
    await page.getByRole('button', { name: '修改…' }).click()
    const drawer = page.getByRole('dialog', { name: '批量修改 2 份资源' })
    await drawer.getByLabel('学科怎么改').selectOption({ label: '都改成' })
    await drawer.locator('[data-bulk-tag=subject] select').last().selectOption({ label: '数学' })
    await drawer.getByRole('button', { name: '看看会改什么' }).click()
    await drawer.getByRole('heading', { name: '会修改 2 份' }).waitFor()
    await visitor.checkAccess('bulk preview')
    await visitor.picture('bulk-preview')
    await drawer.getByRole('button', { name: '改这 2 份' }).click()
    await drawer.getByRole('heading', { name: '已修改 2 份' }).waitFor()
    await drawer.getByRole('button', { name: '撤销这次修改' }).click()
    await drawer.getByText('已恢复 2 份').waitFor()
    await visitor.leave()
  })

  it('fills a collection from a search row and from within its editor', async () => {
    const visitor = await open(people.uploader, searched)
    const { page } = visitor
    const row = results(page).getByRole('listitem').filter({ hasText: one })
    await row.hover()
    await row.getByRole('button', { name: /加入专题/ }).click()
    const dialog = page.getByRole('dialog', { name: `把“${one}”加入专题` })
    await dialog.getByLabel('专题名称').fill('二次函数专题')
    await dialog.getByRole('button', { name: '加入专题' }).click()
    await dialog.getByRole('link', { name: '去看看' }).or(dialog.locator('a')).first().click()
    await page.waitForURL('**/collections/*')
    await page.goto(`${page.url()}/edit`)
    await page.locator('[data-find-resource]').first().fill('单元练习')
    await page.locator('.finder').getByRole('button', { name: two }).click()
    await page.getByRole('button', { name: `移动“${two}”` }).waitFor()
    await page.locator('[data-find-resource]').first().fill('图像')
    await page.getByText('已在专题里').waitFor()
    await visitor.checkAccess('collection finder')
    await visitor.picture('collection-finder')
    await page.getByRole('button', { name: '保存', exact: false }).last().click()
    await page.getByText(/已保存/).waitFor()
    await visitor.leave()
  })

  it('lets a bureau keep its regions', async () => {
    const visitor = await open(officer, '/groups')
    const { page } = visitor
    await page.getByRole('link', { name: '地区' }).click()
    await page.getByRole('button', { name: '云水市' }).click()
    await page.getByRole('button', { name: '在云水市下新建' }).click()
    await page.getByLabel('名称').fill('白塔镇')
    await page.getByLabel('级别').selectOption({ label: '镇（街道）' })
    await page.getByRole('button', { name: '保存' }).click()
    await page.locator('[data-region]').getByRole('button', { name: '白塔镇' }).waitFor()
    await page.getByLabel('把学校放到云水市').fill('城东')
    await page.getByRole('button', { name: names.east }).click()
    await page.getByRole('link', { name: names.east }).waitFor()
    await visitor.checkAccess('regions')
    await visitor.picture('regions')
    await visitor.leave()
    const teacher = await open(people.colleague, '/groups', phone)
    await teacher.page.getByRole('heading', { name: '学校', exact: true }).waitFor()
    assert.equal(await teacher.page.getByRole('link', { name: '地区' }).count(), 0)
    await teacher.leave()
  })

  it('tells what is new in a group as often as its reader wishes', async () => {
    const visitor = await open(people.colleague, '/inbox')
    const { page } = visitor
    const digests = page.locator('[data-digests]')
    await digests.getByLabel(`${names.group}多久告诉我一次`).selectOption({ label: '每天' })
    await digests.getByRole('button', { name: '保存' }).click()
    await digests.getByRole('link', { name: one }).waitFor()
    await visitor.checkAccess('digests')
    await visitor.leave()
  })
})
