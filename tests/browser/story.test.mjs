// The whole way of sharing: a group is founded, a lesson offered to it, found by the other school's teacher, reviewed, put into a
// collection and published; an agreement opens one more lesson, and when its time is over that is gone by itself.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startBrowser } from './browser.mjs'
import { heads, names, officer, people, sendText, settle, settleOffices } from './school.mjs'
import { startServer, until } from './server.mjs'

const community = '青溪远山教联体'
const shared = '平行四边形的面积 教案'
const kept = '重力势能 教案'
const collection = '多边形的面积'
/** How long the agreement lasts: time enough to find what it opens. */
const lasts = 45_000

describe('two schools that share', { timeout: 900_000 }, () => {
  let server, browser, resource, group

  before(async () => {
    server = await startServer()
    await settleOffices(await settle(server))
    browser = await startBrowser()
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  const open = async (person, path) => (await browser.visitor(server)).signIn(person, path)
  const search = (text) => `/s?q=${encodeURIComponent(text)}`
  const found = async (text) => (await (await server.api().signIn(people.outsider)).get(`/search?q=${encodeURIComponent(text)}`)).total
  const post = async (person, path, body) => (await (await server.api().signIn(person)).send('POST', path, JSON.stringify(body), 'application/json')).json()

  it('found a group', async () => {
    const east = await open(heads.east, '/group-requests/new')
    const { page } = east
    await page.getByLabel('成立集团').check()
    await page.getByLabel('新集团的名称').fill(community)
    await page.getByLabel(`${names.east}的身份`).selectOption({ label: '核心校' })
    await page.getByLabel('查找学校').fill('远山')
    await page.getByRole('button', { name: names.far }).click()
    await east.picture('story-found')
    await page.getByRole('button', { name: '提出申请' }).click()
    await page.locator('[data-state=proposed]').waitFor()
    const request = new URL(page.url()).pathname
    await east.leave()

    const far = await open(heads.far, '/s')
    await far.page.getByRole('link', { name: '消息 1' }).click()
    await far.page.getByText('集团变更等您同意').waitFor()
    await far.checkAccess('inbox')
    await far.picture('inbox')
    await far.page.getByRole('link', { name: community }).click()
    await far.page.getByRole('button', { name: `代表 ${names.far} 同意` }).click()
    await far.page.locator('[data-state=agreed]').waitFor()
    await far.leave()

    const bureau = await open(officer, request)
    await bureau.page.getByRole('button', { name: '备案…' }).click()
    const dialog = bureau.page.getByRole('dialog', { name: '为这份申请备案' })
    await dialog.getByLabel('备案号').fill('云教备〔2026〕1号')
    await dialog.getByRole('button', { name: '备案' }).click()
    await bureau.page.locator('[data-state=filed]').first().waitFor()
    await bureau.leave()
    const { items } = await (await server.api().signIn(people.outsider)).get('/groups')
    group = items.find((one) => one.name === community)
    assert.ok(group, 'the teacher of the other school belongs to it now')
  })

  it('offer a lesson to it, which the other school’s teacher finds', async () => {
    await sendText(browser, server, people.uploader, shared, { group: community })
    await sendText(browser, server, people.uploader, kept)
    assert.equal(await found('重力势能'), 0, 'what is not offered is not there')
    const visitor = await open(people.outsider, search('平行四边形'))
    await visitor.page.getByRole('link', { name: shared, exact: true }).click()
    await visitor.page.waitForURL('**/r/*')
    resource = new URL(visitor.page.url()).pathname.split('/').at(-1)
    await visitor.picture('story-found-by-teacher')
    await visitor.leave()
  })

  it('review it', async () => {
    const api = await server.api().signIn(people.uploader)
    const handed = await (await api.send('POST', '/submissions', JSON.stringify({ resource, place: { kind: 'group', id: group.id } }), 'application/json')).json()
    const head = await open(heads.east, `/submissions/${handed.id}`)
    await head.page.getByRole('button', { name: /直接定结论/ }).click()
    const dialog = head.page.getByRole('dialog')
    await dialog.getByLabel('精品').check()
    await dialog.getByRole('button', { name: '直接定结论' }).click()
    await head.page.locator('header [data-submission-state]').getByText('精品').waitFor()
    await head.leave()
    const visitor = await open(people.outsider, `/r/${resource}`)
    await visitor.page.locator('[data-badge=exemplary]').waitFor()
    await visitor.picture('story-badge')
    await visitor.leave()
  })

  it('publish a collection of it', async () => {
    const made = await post(heads.east, '/collections', { title: collection, group: group.id, sections: [{ title: '四边形', items: [{ kind: 'resource', resource }] }] })
    const curator = await open(heads.east, `/collections/${made.id}`)
    await curator.page.getByRole('button', { name: '发布…' }).click()
    const dialog = curator.page.getByRole('dialog', { name: '发布给谁' })
    await dialog.getByLabel(community).check()
    await dialog.getByRole('button', { name: '发布' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await curator.leave()
    const visitor = await open(people.outsider, `/collections/${made.id}`)
    await visitor.page.getByRole('heading', { name: collection }).waitFor()
    await visitor.page.getByRole('link', { name: shared }).waitFor()
    await visitor.picture('story-collection')
    await visitor.leave()
  })

  it('open one more lesson by an agreement, and it is gone when the time is over', async () => {
    const schools = (await (await server.api().signIn(heads.east)).get('/schools?limit=200')).items
    const id = (name) => schools.find((one) => one.name === name).id
    const terms = {
      title: '青溪远山试用协议',
      sharing: 'by_default',
      parties: [
        { kind: 'school', id: id(names.east), role: 'lead' },
        { kind: 'school', id: id(names.far), role: 'member' },
      ],
    }
    const ends = Date.now() + lasts
    let agreement = await post(heads.east, '/agreements', { ...terms, until: new Date(ends).toISOString() })
    const step = async (person, more) => (agreement = await post(person, `/agreements/${agreement.id}/steps`, { version: agreement.version, ...more }))
    await step(heads.east, { step: 'propose' })
    await step(heads.east, { step: 'approve', party: id(names.east) })
    await step(heads.far, { step: 'approve', party: id(names.far) })
    await step(officer, { step: 'file', filing_number: '云教备〔2026〕2号' })

    const visitor = await open(people.outsider, search('重力势能'))
    const { page } = visitor
    const hit = page.getByRole('link', { name: kept, exact: true })
    await hit.waitFor()
    await visitor.picture('story-by-agreement')
    await until('the agreement is over', () => Date.now() > ends, 2 * lasts)
    await hit.click()
    await page.getByRole('heading', { name: '没有找到这份资料' }).waitFor()
    await page.goto(search('重力势能'))
    await page.getByRole('heading', { name: '没有找到“重力势能”' }).waitFor()
    assert.equal(await found('平行四边形'), 1, 'what the group was offered stays')
    await visitor.picture('story-gone')
    await visitor.leave()
  })
})
