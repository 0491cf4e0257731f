// A lesson plan is handed in for the group: assigned, talked about, returned, handed in anew, and 精品 in the end; a teacher of
// another school of the group sees that, and nobody else anything.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { narrow, phone, startBrowser } from './browser.mjs'
import { docx, zip } from './fixtures.mjs'
import { names, password, people, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const head = { login: 'chen', password, name: '陈主任' }
const reviewer = { login: 'qian', password, name: '钱老师' }
const title = '一次函数 教案'
const older = `${title}.docx`
const newer = '一次函数 教案（修改版）.docx'
const lesson = ['一次函数', '形如 y = kx + b 的函数叫做一次函数', '图象是一条直线，k 决定它的倾斜程度', '先画图，再说出增减性', '当堂练习三道题']

describe('a lesson plan that is reviewed for a group', { timeout: 900_000 }, () => {
  let server, browser, folder, resource, submission, again

  before(async () => {
    server = await startServer()
    const api = await settle(server)
    const user = (key, { login, name }) => [key, login, name, password, '']
    await api.roster('users', [['key', 'login', 'name', 'password', 'role'], user('H1', head), user('Q1', reviewer)])
    await api.roster('memberships', [
      ['kind', 'member', 'container', 'role', 'from', 'until'],
      ['user_in_school', head.login, 'S1', 'school_administrator', '2020-09-01', ''],
      ['user_in_school', reviewer.login, 'S2', 'teacher', '2020-09-01', ''],
      ['user_in_group', reviewer.login, 'G1', 'reviewer', '2020-09-01', ''],
    ])
    folder = mkdtempSync(join(tmpdir(), 'kecang-submissions-'))
    writeFileSync(join(folder, older), docx(lesson))
    writeFileSync(join(folder, '修改.zip'), zip([{ name: newer, bytes: docx([...lesson, '课后小结']) }]))
    browser = await startBrowser()
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async (person, path, options) => (await browser.visitor(server, options)).signIn(person, path)
  const state = (page) => page.locator('header [data-submission-state]')
  const badge = (page, one) => page.locator(`[data-badge=${one}]`)
  const pathOf = (page) => new URL(page.url()).pathname

  async function handIn(page) {
    await page.getByRole('button', { name: '送审' }).click()
    const dialog = page.getByRole('dialog', { name: /^送审“/ })
    await dialog.getByLabel('学校或集团').selectOption({ label: names.group })
    return dialog
  }

  it('is handed in from its page', async () => {
    const visitor = await open(people.uploader, '/upload')
    const { page } = visitor
    await page.getByLabel(names.group).check()
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(join(folder, older))
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.locator('[data-entry-state=indexed]').waitFor({ timeout: 120_000 })
    await page.getByRole('link', { name: title }).first().click()
    await page.waitForURL('**/r/*')
    resource = pathOf(page)
    const dialog = await handIn(page)
    await visitor.checkAccess('hand in')
    await visitor.picture('submission-hand-in')
    await dialog.getByRole('button', { name: '送审' }).click()
    await page.waitForURL('**/submissions/*')
    submission = pathOf(page)
    await state(page).getByText('待分派').waitFor()
    await page.goto('/submissions?shelf=mine')
    await page.getByRole('link', { name: title }).waitFor()
    await visitor.leave()
  })

  it('is assigned by who administers the group', async () => {
    const visitor = await open(head, '/submissions?shelf=place')
    const { page } = visitor
    await page.getByLabel('学校或集团').selectOption({ label: names.group })
    await page.getByRole('link', { name: title }).waitFor()
    await visitor.checkAccess('submissions of a group')
    await visitor.picture('submissions-of-group')
    await page.locator('summary').getByText('审核办法').click()
    await page.getByRole('form', { name: '审核办法' }).waitFor()
    await visitor.checkAccess('rules of review')
    await visitor.picture('submission-rules')
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('button', { name: '分派审核人' }).click()
    const dialog = page.getByRole('dialog', { name: '分派审核人' })
    await dialog.getByLabel(reviewer.name).check()
    await visitor.checkAccess('assign')
    await visitor.picture('submission-assign')
    await dialog.getByRole('button', { name: '分派审核人' }).click()
    await state(page).getByText('审核中').waitFor()
    await visitor.leave()
  })

  it('is read, talked about and returned by the reviewer', async () => {
    const visitor = await open(reviewer, '/submissions')
    const { page } = visitor
    await page.getByRole('link', { name: title }).click()
    await page.getByLabel('写意见').fill('第二页的图看不清楚。')
    await page.locator('summary').getByText('指明位置').click()
    await page.getByLabel('第几页（张）').fill('2')
    await page.getByRole('button', { name: '发表' }).click()
    await page.locator('[data-comment]').getByText('第二页的图看不清楚。').waitFor()
    await page.getByText('第 2 页').waitFor()
    await visitor.checkAccess('a submission to review')
    await visitor.picture('submission-review')
    const form = page.getByRole('form', { name: '我的意见' })
    await form.getByLabel('退回修改').check()
    await form.getByLabel('意见', { exact: true }).fill('请补上课后小结。')
    await form.getByRole('button', { name: '提交意见' }).click()
    await state(page).getByText('退回修改').waitFor()
    await page.locator('[data-comment]').getByText('请补上课后小结。').waitFor()
    await visitor.leave()
  })

  it('comes back as a new version to the same reviewer', async () => {
    const visitor = await open(people.uploader, resource)
    const { page } = visitor
    await badge(page, 'returned').waitFor()
    await page.goto('/upload')
    await page.getByRole('switch', { name: '先核对，再入库' }).check()
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(join(folder, '修改.zip'))
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.getByRole('button', { name: '作为新版本' }).click()
    await page.getByText(`将作为《${title}》的新版本`).waitFor()
    await page.getByRole('button', { name: '按计划入库' }).click()
    await page.locator('[data-entry-state=indexed]').first().waitFor({ timeout: 120_000 })
    await page.goto(submission)
    await page.getByText('这次送审的是旧版本').waitFor()
    await page.goto(resource)
    await badge(page, 'returned').getByText('旧版').waitFor()
    await (await handIn(page)).getByRole('button', { name: '送审' }).click()
    await page.waitForURL('**/submissions/*')
    again = pathOf(page)
    assert.notEqual(again, submission)
    await state(page).getByText('审核中').waitFor()
    await page.getByRole('region', { name: '以前的版本' }).getByText('退回修改').waitFor()
    await visitor.checkAccess('a submission reviewed again')
    await visitor.picture('submission-again')
    await visitor.leave()
  })

  it('is 精品 in the end, and its author learns what it came to', async () => {
    const visitor = await open(reviewer, again)
    const { page } = visitor
    const form = page.getByRole('form', { name: '我的意见' })
    await form.getByLabel('精品').check()
    await form.getByRole('button', { name: '提交意见' }).click()
    await state(page).getByText('精品').waitFor()
    await visitor.leave()
    const author = await open(people.uploader, again)
    await author.page.getByRole('rowheader', { name: '总分（百分制）' }).waitFor()
    await author.checkAccess('a decided submission')
    await author.picture('submission-decided')
    await author.leave()
  })

  it('becomes the standard of the group by who administers it', async () => {
    const api = await server.api().signIn(head)
    const path = `/resources/${resource.split('/').pop()}`
    const { version } = await api.get(path)
    await api.send('PATCH', path, JSON.stringify({ version, tags: { node: '第十九章 一次函数/19.2 一次函数' } }), 'application/json')
    const visitor = await open(head, resource)
    const { page } = visitor
    await page.getByRole('button', { name: `设为“${names.group}”的标准版` }).click()
    await page.locator('[data-standard=current]').getByText(names.group).waitFor()
    await visitor.checkAccess('a standard')
    await visitor.picture('submission-standard')
    await visitor.leave()
  })

  it('bears its badges for a teacher of the group, and for nobody else', async () => {
    const visitor = await open(people.colleague, resource)
    const { page } = visitor
    await badge(page, 'exemplary').getByText(names.group).waitFor()
    await page.locator('[data-standard=current]').getByText(names.group).waitFor()
    assert.equal(await page.getByRole('link', { name: '查看送审' }).count(), 0)
    await visitor.checkAccess('a badge')
    await visitor.picture('submission-badge')
    await page.goto(again)
    await page.getByRole('heading', { name: '没有找到这次送审' }).waitFor()
    await visitor.leave()
    const api = await server.api().signIn(people.outsider)
    for (const told of ['submissions', 'standards']) assert.equal(await api.status(`/resources/${resource.split('/').pop()}/${told}`), 404)
    for (const below of ['', '/comments', '/candidates']) assert.equal(await api.status(again + below), 404)
    const stranger = await open(people.outsider, again)
    await stranger.page.getByRole('heading', { name: '没有找到这次送审' }).waitFor()
    await stranger.leave()
  })

  it('fits every screen', async () => {
    for (const [person, path, name] of [
      [reviewer, again, 'submission'],
      [head, '/submissions?shelf=place', 'submissions'],
      [people.colleague, resource, 'submission-badge'],
    ]) {
      for (const options of [phone, narrow, { viewport: { width: 960, height: 800 } }]) {
        const visitor = await open(person, path, options)
        await visitor.page.getByRole('heading', { level: 1 }).waitFor()
        await until('it is there', async () => (await visitor.page.locator('[data-submission-state], [data-badge], .el-empty, h1').count()) > 0)
        await visitor.checkNoSidewaysScroll(`${name} at ${options.viewport.width} px`)
        if (options === phone) await visitor.picture(`${name}-phone`)
        await visitor.leave()
      }
    }
  })

  it('is told in English, too', async () => {
    const visitor = await open(head, again, { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' })
    const { page } = visitor
    await page.getByRole('button', { name: '菜单' }).click()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Reviewers' }).waitFor()
    await page.getByText('Accurate').waitFor()
    await visitor.checkAccess('dark submission')
    await visitor.picture('submission-dark')
    await visitor.leave()
  })
})
