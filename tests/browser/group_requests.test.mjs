// A school joins a group by request: asked for, agreed to by the group, filed by the bureau, found by its teacher; then it leaves.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { narrow, phone, startBrowser } from './browser.mjs'
import { heads, names, officer, people, sendText, settle, settleOffices } from './school.mjs'
import { startServer, until } from './server.mjs'

const lesson = '浮力的大小 教案'
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('a school that joins and leaves a group', { timeout: 900_000 }, () => {
  let server, browser, request

  before(async () => {
    server = await startServer()
    await settleOffices(await settle(server))
    browser = await startBrowser()
    await sendText(browser, server, people.uploader, lesson, { group: names.group })
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  const open = async (person, path, options) => (await browser.visitor(server, options)).signIn(person, path)
  const state = (page, name) => page.locator(`[data-state=${name}]`).first().waitFor()
  const found = async () => (await (await server.api().signIn(people.outsider)).get(`/search?q=${encodeURIComponent('浮力')}`)).total
  /** Asks for something of 远山中学 and the group, as its head does on the page. */
  async function ask(visitor, kind, fill = async () => {}) {
    const { page } = visitor
    await page.getByRole('link', { name: '提出申请' }).click()
    await page.getByLabel(kind).check()
    await page.getByLabel(/哪个集团/).fill('城东')
    await page.getByRole('button', { name: names.group }).click()
    await page.getByText(names.far).first().waitFor()
    await fill(page)
    await page.getByRole('button', { name: '提出申请' }).click()
    await state(page, 'proposed')
    return new URL(page.url()).pathname
  }
  async function agreeAndFile(path, number) {
    const group = await open(heads.east, path)
    await group.page.getByRole('button', { name: `代表 ${names.group} 同意` }).click()
    await state(group.page, 'agreed')
    await group.leave()
    const bureau = await open(officer, path)
    await bureau.page.getByRole('button', { name: '备案…' }).click()
    const dialog = bureau.page.getByRole('dialog', { name: '为这份申请备案' })
    await dialog.getByLabel('备案号').fill(number)
    await bureau.picture('request-filing')
    await dialog.getByRole('button', { name: '备案' }).click()
    await state(bureau.page, 'filed')
    await bureau.leave()
  }

  it('is nobody’s business but the offices’', async () => {
    const visitor = await open(people.colleague, '/group-requests')
    await visitor.page.getByRole('heading', { name: '还没有申请' }).waitFor()
    assert.equal(await visitor.page.getByRole('link', { name: '提出申请' }).count(), 0)
    await visitor.checkAccess('no requests')
    await visitor.leave()
  })

  it('is asked for by the head of the school', async () => {
    const visitor = await open(heads.far, '/group-requests')
    request = await ask(visitor, '学校加入', async (page) => {
      await page.getByLabel('失效日期').fill(inDays(25))
      await page.getByLabel('理由').fill('与城东集团共同教研。')
      await visitor.checkAccess('request form')
      await visitor.picture('request-form')
    })
    await visitor.page.getByText('您看得到的资源里，没有哪一份因此变得能用或不能用。').waitFor()
    await visitor.checkAccess('request')
    await visitor.leave()
  })

  it('shows the group who would gain what of its own before it agrees', async () => {
    const visitor = await open(heads.east, '/group-requests')
    const { page } = visitor
    await page.getByRole('link', { name: `${names.far}加入${names.group}` }).click()
    const plan = page.getByRole('region', { name: '谁会得到、谁会失去什么' })
    const line = plan.locator('tbody tr')
    await line.waitFor()
    assert.match(await line.innerText(), new RegExp(`${names.far}[\\s\\S]*${names.east}[\\s\\S]*1`))
    await visitor.checkAccess('request with its plan')
    await visitor.picture('request-plan')
    const table = page.waitForEvent('download')
    await plan.getByRole('link', { name: '逐份明细' }).click()
    assert.equal((await table).suggestedFilename(), '变更影响.csv')
    await visitor.leave()
  })

  it('fits a phone', async () => {
    for (const [path, name] of [['/group-requests', 'list'], ['/group-requests/new', 'form'], [request, 'page']]) {
      const visitor = await open(heads.east, path, phone)
      await visitor.page.getByRole('heading', { level: 1 }).waitFor()
      if (name === 'page') await visitor.page.locator('tbody tr').waitFor()
      await visitor.checkNoSidewaysScroll(`request ${name} on a phone`)
      await visitor.picture(`request-${name}-phone`)
      await visitor.leave()
    }
    const visitor = await open(heads.east, request, narrow)
    await state(visitor.page, 'proposed')
    await visitor.checkNoSidewaysScroll('request at 320 px')
    await visitor.leave()
  })

  it('opens the group’s lessons to the school’s teachers once the bureau filed it', async () => {
    assert.equal(await found(), 0)
    await agreeAndFile(request, '云教备〔2026〕3号')
    await until('the teacher finds the lesson', async () => (await found()) === 1)
  })

  it('reminds the school that its membership ends soon, and leads to staying longer', async () => {
    const visitor = await open(heads.far, '/group-requests')
    const { page } = visitor
    const soon = page.getByRole('region', { name: '快到期的' })
    await soon.getByText(`${names.far}在${names.group}的成员期限还有 25 天`).waitFor()
    await soon.getByText('30 天内').waitFor()
    await visitor.checkAccess('reminders')
    await visitor.picture('request-reminders')
    await soon.getByRole('link', { name: '去续约' }).click()
    assert.equal(await page.getByLabel('学校续约').isChecked(), true)
    await page.getByText(names.group).first().waitFor()
    await visitor.leave()
  })

  it('closes them on the next request when the school leaves', async () => {
    const visitor = await open(heads.far, '/group-requests')
    const leaving = await ask(visitor, '学校退出')
    const lost = visitor.page.locator('tbody tr').filter({ hasText: names.east })
    await lost.waitFor()
    await visitor.picture('request-leaving')
    await visitor.leave()
    await agreeAndFile(leaving, '云教备〔2026〕4号')
    assert.equal(await found(), 0)
  })
})
