// A title that an agreement tells: asked for, opened by its school, found; then the whole school's resources are handed over.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { narrow, phone, startBrowser } from './browser.mjs'
import { heads, names, officer, people, sendText, settle, settleOffices } from './school.mjs'
import { startServer, until } from './server.mjs'

const lesson = '浮力的大小 教案'

describe('a resource that is known by its title', { timeout: 900_000 }, () => {
  let server, browser

  const open = async (person, path, options) => (await browser.visitor(server, options)).signIn(person, path)
  const state = (page, name) => page.locator(`[data-state=${name}]`).first().waitFor()
  const search = `/s?q=${encodeURIComponent('浮力')}`

  /** Both schools agree that titles are told; the bureau files it. */
  async function tellTitles() {
    const at = async (person) => server.api().signIn(person)
    const [east, far, bureau] = [await at(heads.east), await at(heads.far), await at(officer)]
    const { schools } = await east.get('/session')
    const farId = (await far.get('/session')).schools[0].school.id
    const eastId = schools[0].school.id
    const send = async (api, path, body) => (await api.send('POST', path, JSON.stringify(body), 'application/json')).json()
    let now = await send(east, '/agreements', {
      title: '城东与远山结对', sharing: 'by_release', unshared: 'titles', until: '2099-01-01',
      parties: [{ kind: 'school', id: eastId }, { kind: 'school', id: farId }],
    })
    const step = async (api, body) => (now = await send(api, `/agreements/${now.id}/steps`, { ...body, version: now.version }))
    await step(east, { step: 'propose' })
    await step(east, { step: 'approve', party: eastId })
    await step(far, { step: 'approve', party: farId })
    await step(bureau, { step: 'file', filing_number: '云教备〔2026〕7号' })
  }

  before(async () => {
    server = await startServer()
    await settleOffices(await settle(server))
    browser = await startBrowser()
    await sendText(browser, server, people.uploader, lesson)
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('is not there without an agreement', async () => {
    const visitor = await open(people.outsider, search)
    await visitor.page.getByRole('heading', { name: /没有找到/ }).waitFor()
    assert.equal(await visitor.page.locator('[data-titles]').count(), 0)
    await visitor.leave()
  })

  it('is listed below what was found, and asked for', async () => {
    await tellTitles()
    const visitor = await open(people.outsider, search)
    const { page } = visitor
    const section = page.getByRole('region', { name: '可申请的资源' })
    await section.getByText(lesson).waitFor()
    await section.getByText(names.east).waitFor()
    await visitor.checkAccess('search with titles')
    await visitor.picture('access-titles')
    await section.getByRole('button', { name: `申请查看：${lesson}` }).click()
    const dialog = page.getByRole('dialog', { name: '申请查看' })
    await dialog.getByLabel('理由').fill('八年级下周要讲浮力。')
    await visitor.picture('access-asking')
    await dialog.getByRole('button', { name: '提交申请' }).click()
    await section.getByRole('link', { name: '等学校答复' }).click()
    await state(page, 'asked')
    await page.getByText('八年级下周要讲浮力。').waitFor()
    await visitor.checkAccess('a request of one’s own')
    await visitor.leave()
  })

  it('fits a phone', async () => {
    for (const [path, options] of [[search, phone], ['/access-requests', narrow]]) {
      const visitor = await open(people.outsider, path, options)
      await visitor.page.getByText(lesson).first().waitFor()
      await visitor.checkNoSidewaysScroll(`${path} on a phone`)
      await visitor.leave()
    }
  })

  it('waits in the inbox of the school’s head, who opens it', async () => {
    const visitor = await open(heads.east, '/inbox')
    const { page } = visitor
    await page.getByText('有人申请查看您学校的资源').waitFor()
    await page.getByRole('link', { name: lesson }).click()
    await page.getByLabel('开放给').selectOption('school')
    await visitor.checkAccess('answering a request')
    await visitor.picture('access-answering')
    await page.getByRole('button', { name: '同意', exact: true }).click()
    await state(page, 'granted')
    await visitor.leave()
  })

  it('is found then like everything else, and is no mere title any more', async () => {
    const api = await server.api().signIn(people.outsider)
    await until('the teacher finds it', async () => (await api.get(`/search?q=${encodeURIComponent('浮力')}`)).total === 1)
    const visitor = await open(people.outsider, search)
    await visitor.page.getByRole('list', { name: '搜索结果' }).getByText(lesson).first().waitFor()
    assert.equal(await visitor.page.locator('[data-titles]').count(), 0)
    await visitor.page.goto('/inbox')
    await visitor.page.getByText('您申请的资源已开放').waitFor()
    await visitor.leave()
  })

  it('is offered to a group with others from the basket', async () => {
    const visitor = await open(people.uploader, search)
    const { page } = visitor
    const hit = page.getByRole('list', { name: '搜索结果' }).getByRole('listitem').first()
    await hit.hover()
    await hit.getByRole('button', { name: /资源篮/ }).first().click()
    await page.goto('/basket')
    await page.getByRole('button', { name: '批量开放…' }).click()
    const dialog = page.getByRole('dialog', { name: '批量开放' })
    await dialog.getByLabel('开放给', { exact: true }).last().selectOption({ label: names.group })
    await visitor.picture('access-many')
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.getByText('1 份有改动。').waitFor()
    await visitor.leave()
    const api = await server.api().signIn(people.colleague)
    await until('the colleague finds it', async () => (await api.get(`/search?q=${encodeURIComponent('浮力')}`)).total === 1)
  })

  it('is handed over to the other school with everything, and tells whose it was', async () => {
    const asking = await open(heads.east, '/group-requests/new')
    const { page } = asking
    await page.getByLabel('资源移交').check()
    await page.getByLabel('接收的学校').fill('远山')
    await page.getByRole('button', { name: names.far }).click()
    await asking.checkAccess('hand-over form')
    await asking.picture('hand-over-form')
    await page.getByRole('button', { name: '提出申请' }).click()
    await state(page, 'proposed')
    const plan = page.getByRole('region', { name: '谁会得到、谁会失去什么' })
    await plan.locator('tbody tr').first().waitFor()
    await asking.picture('hand-over-plan')
    const path = new URL(page.url()).pathname
    await asking.leave()

    const receiving = await open(heads.far, path)
    await receiving.page.getByRole('button', { name: `代表 ${names.far} 同意` }).click()
    await state(receiving.page, 'agreed')
    await receiving.leave()
    const bureau = await open(officer, path)
    await bureau.page.getByRole('button', { name: '备案…' }).click()
    const dialog = bureau.page.getByRole('dialog', { name: '为这份申请备案' })
    await dialog.getByLabel('备案号').fill('云教备〔2026〕8号')
    await dialog.getByRole('button', { name: '备案' }).click()
    await state(bureau.page, 'filed')
    await bureau.page.locator('[data-handed-over]').getByText('已移交 1 份').waitFor()
    await bureau.leave()

    const api = await server.api().signIn(people.outsider)
    await until('the new school finds it', async () => (await api.get(`/search?q=${encodeURIComponent('浮力')}`)).total === 1)
    const { hits } = await api.get(`/search?q=${encodeURIComponent('浮力')}`)
    const reading = await open(people.outsider, `/r/${hits[0].resource.id}`)
    const lineage = reading.page.getByRole('region', { name: '归属变更' })
    await lineage.getByText(`作者 ${people.uploader.name}`).waitFor()
    await lineage.getByText(`归属由${names.east}移交${names.far}`).waitFor()
    await reading.checkAccess('a resource that was handed over')
    await reading.picture('hand-over-lineage')
    await reading.leave()
  })
})
