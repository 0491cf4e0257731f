// What administrators do: a first password of their own, the roster with its row errors, tokens.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startBrowser } from './browser.mjs'
import { password } from './school.mjs'
import { startServer } from './server.mjs'

describe('the administrator', { timeout: 900_000 }, () => {
  let server, browser, folder
  const admin = { login: 'admin', password }

  before(async () => {
    server = await startServer()
    browser = await startBrowser()
    folder = mkdtempSync(join(tmpdir(), 'kecang-roster-'))
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const table = (name, text) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  async function run(page, kind, file) {
    await page.getByRole('navigation', { name: '导入什么' }).getByRole('link', { name: kind }).click()
    await page.getByLabel('选择 CSV 文件').setInputFiles(file)
    await page.getByRole('button', { name: '试运行' }).click()
    await page.getByText('试运行结果：还没有写入任何数据').waitFor()
  }
  async function apply(page) {
    await page.getByRole('button', { name: '正式导入' }).click()
    await page.getByRole('heading', { name: '已导入' }).waitFor()
    return page.locator('[data-roster-report]').innerText()
  }

  it('has to choose an own password before anything else', async () => {
    const visitor = await (await browser.visitor(server)).signIn(server.admin, '/admin/roster')
    const { page } = visitor
    await page.waitForURL('**/password?next=/admin/roster')
    await page.getByLabel('一次性密码').fill(server.admin.password)
    await page.getByLabel('新密码', { exact: true }).fill(password)
    await page.getByLabel('再输一次新密码').fill('something else entirely')
    await page.getByRole('button', { name: '换成新密码' }).click()
    await page.getByText('两次输入的新密码不一样。').waitFor()
    await visitor.checkAccess('new password')
    await page.getByLabel('再输一次新密码').fill(password)
    await page.getByRole('button', { name: '换成新密码' }).click()
    await page.getByRole('heading', { name: '名册导入', level: 1 }).waitFor()
    await visitor.leave()
  })

  it('imports a roster: tried first, wrong rows named by row and column, passwords shown once', async () => {
    const visitor = await (await browser.visitor(server)).signIn(admin, '/admin/roster')
    const { page } = visitor
    const schools = table('schools.csv', '\ufeff学校编号,学校名称,地区\r\nS1,城东实验学校,青溪县\r\nS2,,青溪县\r\nS3,城西小学,青溪县\r\n')
    await run(page, '学校', schools)
    const report = page.locator('[data-roster-report]')
    assert.match(await report.innerText(), /新增 2[\s\S]*有问题的行 1/)
    assert.deepEqual((await report.locator('tbody td').allInnerTexts()).slice(0, 2), ['3', '学校名称'])
    assert.deepEqual((await server.api().signIn(admin).then((api) => api.get('/schools'))).items, [], 'a trial writes nothing')
    assert.match(await apply(page), /新增 2/)
    await run(page, '学校', schools)
    assert.match(await apply(page), /新增 0[\s\S]*没有变化 2/)

    await run(page, '老师', table('users.csv', '工号,登录名,姓名,初始密码,系统角色\nT1,zhaomin,赵敏,,\nT2,,钱多,,\nT3,sunli,孙丽,,校长\n'))
    assert.match(await report.innerText(), /有问题的行 2/)
    assert.equal(await page.locator('[data-passwords]').count(), 0, 'a trial gives no passwords')
    await apply(page)
    const passwords = page.locator('[data-passwords]')
    assert.equal(await passwords.locator('tbody tr').count(), 1)
    const [login, oneTime] = await passwords.locator('tbody td').allInnerTexts()
    assert.equal(login, 'zhaomin')
    await visitor.checkAccess('roster report')
    await visitor.picture('admin-roster')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '保存为 CSV' }).click()])
    assert.ok(readFileSync(await file.path(), 'utf8').includes(`zhaomin,${oneTime}`))
    await page.reload()
    await page.getByRole('heading', { name: '名册导入', level: 1 }).waitFor()
    assert.equal(await page.locator('[data-passwords]').count(), 0, 'shown once')

    const newcomer = await (await browser.visitor(server)).signIn({ login, password: oneTime })
    await newcomer.page.waitForURL('**/password**')
    await newcomer.leave()
    await visitor.leave()
  })

  it('is told what is wrong with a table that is none', async () => {
    const visitor = await (await browser.visitor(server)).signIn(admin, '/admin/roster?kind=schools')
    const { page } = visitor
    await page.getByLabel('选择 CSV 文件').setInputFiles(table('wrong.csv', '颜色,大小\n红,大\n'))
    await page.getByRole('button', { name: '试运行' }).click()
    assert.match(await page.getByRole('alert').innerText(), /[\u4e00-\u9fff]{4,}/)
    await visitor.leave()
  })

  it('offers a template for each table that imports as it is', async () => {
    const visitor = await (await browser.visitor(server)).signIn(admin, '/admin/roster')
    const { page } = visitor
    for (const kind of ['地区', '学校', '集团', '老师', '成员关系']) {
      await page.getByRole('navigation', { name: '导入什么' }).getByRole('link', { name: kind }).click()
      const [template] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载模板' }).click()])
      await run(page, kind, table(`${template.suggestedFilename()}`, readFileSync(await template.path())))
      const text = await apply(page)
      assert.match(text, /每一行都没有问题/, `${kind}: ${text}`)
    }
    await visitor.leave()
  })

  it('makes an API token that works and stops at once when revoked', async () => {
    const visitor = await (await browser.visitor(server)).signIn(admin, '/account')
    const { page } = visitor
    await page.getByLabel('用途').fill('夜间同步')
    await page.getByRole('button', { name: '生成令牌' }).click()
    const secret = await page.locator('code').innerText()
    const asked = () => fetch(`${server.url}/api/v1/schools`, { headers: { Authorization: `Bearer ${secret}` } }).then((answer) => answer.status)
    assert.equal(await asked(), 200)
    await visitor.checkAccess('account')
    await page.getByRole('button', { name: '吊销令牌 夜间同步' }).click()
    await page.getByText('还没有令牌').waitFor()
    assert.equal(await asked(), 401)
    await visitor.leave()
  })

  it('sees the state of the system, and nobody else does', async () => {
    const visitor = await (await browser.visitor(server)).signIn(admin, '/admin/status')
    const { page } = visitor
    await page.getByText('索引中的文档').waitFor()
    await visitor.checkAccess('status')
    await page.getByRole('button', { name: '菜单' }).click()
    await page.getByRole('button', { name: '退出' }).click()
    await page.waitForURL('**/signin')
    await visitor.leave()
  })
})
