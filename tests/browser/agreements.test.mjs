// What schools agree to share: drafted, approved by both, filed by the bureau, found by a teacher of the other school, and ended.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { narrow, phone, startBrowser } from './browser.mjs'
import { heads, names, officer, people, sendText, settle, settleOffices } from './school.mjs'
import { startServer, until } from './server.mjs'

const lesson = '二次函数的图像 教案'
const searched = `/s?q=${encodeURIComponent('二次函数')}`

describe('an agreement between two schools', { timeout: 900_000 }, () => {
  let server, browser, agreement, resource

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

  const open = async (person, path, options) => (await browser.visitor(server, options)).signIn(person, path)
  const phase = (page, name) => page.locator(`[data-phase=${name}]`).waitFor()
  const found = async () => (await (await server.api().signIn(people.colleague)).get(`/search?q=${encodeURIComponent('二次函数')}`)).total

  it('is nothing yet: the other school finds nothing', async () => {
    const visitor = await open(people.colleague, '/agreements')
    const { page } = visitor
    await page.getByRole('heading', { name: '还没有协议' }).waitFor()
    assert.equal(await page.getByRole('link', { name: '拟定协议' }).count(), 0, 'teachers draft nothing')
    await visitor.checkAccess('no agreements')
    assert.equal(await found(), 0)
    await visitor.leave()
  })

  it('is drafted from what is usual for the group, and proposed', async () => {
    const visitor = await open(heads.east, '/s')
    const { page } = visitor
    await page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '协议' }).first().click()
    await page.getByRole('link', { name: '拟定协议' }).click()
    await page.getByLabel('为哪个集团拟定').selectOption({ label: names.group })
    await until('the schools of the group are parties', () => page.getByLabel(names.west, { exact: true }).isChecked())
    assert.equal(await page.getByLabel('协议名称').inputValue(), `${names.group}资源共享协议`)
    assert.equal(await page.getByLabel(`${names.east}的身份`).inputValue(), 'lead')
    await visitor.picture('agreement-form')
    await page.getByLabel('下载原文件').uncheck()
    await page.getByLabel('失效日期').fill('2099-09-01')
    await page.getByLabel('权利与义务').fill('双方每学期互听两节课。\n引用时注明出处。')
    await visitor.checkAccess('agreement form')
    await visitor.picture('agreement-form-below')
    await page.getByRole('button', { name: '保存草稿' }).click()
    await phase(page, 'draft')
    agreement = new URL(page.url()).pathname
    await page.getByRole('button', { name: '提出协议' }).click()
    await phase(page, 'proposed')
    await page.getByRole('button', { name: `代表 ${names.east} 同意` }).click()
    await page.getByText('赵校长已同意').waitFor()
    await page.getByText('尚未同意').waitFor()
    await visitor.checkAccess('agreement, proposed')
    await visitor.picture('agreement-proposed')
    assert.equal(await found(), 0, 'what is only proposed shares nothing')
    await visitor.leave()
  })

  it('fits a phone, form and list and page', async () => {
    for (const [path, name] of [['/agreements/new', 'form'], ['/agreements', 'list'], [agreement, 'page']]) {
      const visitor = await open(heads.east, path, phone)
      await visitor.page.getByRole('heading', { level: 1 }).waitFor()
      if (name !== 'list') await visitor.page.locator('.card').first().waitFor()
      else await phase(visitor.page, 'proposed')
      await visitor.checkNoSidewaysScroll(`agreement ${name} on a phone`)
      await visitor.picture(`agreement-${name}-phone`)
      await visitor.leave()
    }
    const visitor = await open(heads.east, agreement, narrow)
    await phase(visitor.page, 'proposed')
    await visitor.checkNoSidewaysScroll('agreement at 320 px')
    await visitor.leave()
  })

  it('is approved by the other school and filed by the bureau', async () => {
    const west = await open(heads.west, '/agreements')
    await west.page.getByRole('link', { name: `${names.group}资源共享协议` }).click()
    await west.page.getByRole('button', { name: `代表 ${names.west} 同意` }).click()
    await phase(west.page, 'approved')
    assert.equal(await west.page.getByRole('button', { name: '备案…' }).count(), 0, 'a school does not file')
    await west.leave()

    const bureau = await open(officer, '/agreements')
    const { page } = bureau
    await phase(page, 'approved')
    await bureau.picture('agreement-list')
    await page.getByRole('link', { name: `${names.group}资源共享协议` }).click()
    await page.getByRole('button', { name: '备案…' }).click()
    const dialog = page.getByRole('dialog', { name: '为这份协议备案' })
    await dialog.getByLabel('备案号').fill('青教备〔2026〕7号')
    await bureau.checkAccess('filing')
    await bureau.picture('agreement-filing')
    await dialog.getByRole('button', { name: '备案' }).click()
    await phase(page, 'active')
    await page.getByText('青教备〔2026〕7号').waitFor()
    await dialog.waitFor({ state: 'detached' })
    await bureau.picture('agreement-active')
    await bureau.leave()
  })

  it('lets a teacher of the other school find and read the lesson, and says why', async () => {
    const visitor = await open(people.colleague, searched)
    const { page } = visitor
    await page.getByRole('link', { name: lesson, exact: true }).click()
    await page.waitForURL('**/r/*')
    resource = new URL(page.url()).pathname
    await page.getByText('这份资源只开放在线阅读，不能下载原文件。').waitFor()
    assert.equal(await page.locator('[data-download]').count(), 0)
    const api = await server.api().signIn(people.colleague)
    assert.equal(await api.status(`/resources/${resource.split('/').at(-1)}/file`), 403)
    await page.getByText('为什么我能看到').click()
    await page.getByText(`通过协议〈${names.group}资源共享协议〉，可以查到标题、在线阅读，有效期至 2099年9月1日。`).waitFor()
    assert.equal(await page.getByText('谁能看到', { exact: true }).count(), 0, 'who else sees it is not a reader’s concern')
    await visitor.checkAccess('why I see it')
    await visitor.picture('resource-why')
    await visitor.leave()

    const small = await open(people.colleague, resource, phone)
    await small.page.getByText('为什么我能看到').click()
    await small.page.getByText('通过协议').waitFor()
    await small.checkNoSidewaysScroll('why on a phone')
    await small.page.getByText('为什么我能看到').scrollIntoViewIfNeeded()
    await small.picture('resource-why-phone')
    await small.leave()
  })

  it('tells who sees the lesson, now and before an offer is made', async () => {
    const visitor = await open(people.uploader, resource)
    const { page } = visitor
    await page.getByText('谁能看到', { exact: true }).click()
    await page.getByText(`其他学校 1 所：${names.west}`).waitFor()
    await visitor.picture('resource-audience')
    await page.getByRole('button', { name: '修改' }).click()
    const drawer = page.getByRole('dialog', { name: '修改资料信息' })
    await drawer.getByText(`协议〈${names.group}资源共享协议〉`).waitFor()
    await drawer.locator('summary').first().click()
    await drawer.getByLabel('仅本校，协议也不共享').check()
    await drawer.getByRole('button', { name: '看看谁能看到' }).click()
    await drawer.getByText('本校老师').waitFor()
    assert.equal(await drawer.getByText(names.west).count(), 0, 'nobody of the other school')
    await drawer.getByRole('button', { name: '看看谁能看到' }).scrollIntoViewIfNeeded()
    await visitor.checkAccess('offers')
    await visitor.picture('resource-offers')
    await drawer.getByRole('button', { name: '保存' }).click()
    await page.getByRole('region', { name: '资料信息' }).getByText(`${names.east}（仅本校）`).waitFor()
    assert.equal(await found(), 0, 'gone at once')
    await drawer.waitFor({ state: 'hidden' })

    await page.getByRole('button', { name: '修改' }).click()
    await drawer.getByLabel('仅本校，协议也不共享').uncheck()
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer.waitFor({ state: 'hidden' })
    await until('the other school finds it again', async () => (await found()) === 1)
    await visitor.leave()
  })

  it('lets the head of a school look as one of its teachers, and change nothing', async () => {
    const api = await server.api().signIn(heads.west)
    const school = (await api.get('/session')).schools[0].school.id
    const visitor = await open(heads.west, `/school/${school}`)
    const { page } = visitor
    await page.getByRole('button', { name: `以此身份查看：${people.colleague.name}` }).waitFor()
    await visitor.checkAccess('members')
    await visitor.picture('school-members')
    await page.getByRole('button', { name: `以此身份查看：${people.colleague.name}` }).click()
    await page.waitForURL('**/s')
    const banner = page.getByText(`正在以${people.colleague.name}的身份查看`)
    await banner.waitFor()
    await page.goto(searched)
    await page.getByRole('link', { name: lesson, exact: true }).waitFor()
    await banner.waitFor()
    await visitor.checkAccess('viewing as')
    await visitor.picture('viewing-as')
    await page.setViewportSize(phone.viewport)
    await visitor.checkNoSidewaysScroll('viewing as on a phone')
    await visitor.picture('viewing-as-phone')
    await page.getByRole('button', { name: '结束查看' }).click()
    await banner.waitFor({ state: 'detached' })
    await visitor.leave()
  })

  it('is terminated, and what it shared is gone on the next request', async () => {
    const reader = await open(people.colleague, searched)
    await reader.page.getByRole('link', { name: lesson, exact: true }).waitFor()

    const visitor = await open(heads.east, agreement)
    const { page } = visitor
    await page.getByRole('button', { name: '终止协议…' }).click()
    const dialog = page.getByRole('dialog', { name: '终止这份协议？' })
    await dialog.getByLabel('说明').fill('双方商定提前结束。')
    await visitor.picture('agreement-terminate')
    await dialog.getByRole('button', { name: '终止协议' }).click()
    await phase(page, 'terminated')
    assert.equal(await found(), 0)
    await page.getByText('双方商定提前结束。').waitFor()
    await visitor.checkAccess('agreement, terminated')
    await visitor.picture('agreement-terminated')
    await visitor.leave()

    await reader.page.getByRole('link', { name: lesson, exact: true }).click()
    await reader.page.getByRole('heading', { name: '没有找到这份资料' }).waitFor()
    await reader.page.goto(searched)
    await reader.page.getByRole('heading', { name: '没有找到“二次函数”' }).waitFor()
    await reader.picture('agreement-gone')
    await reader.leave()
  })

  it('stands in the record of what was done, which the offices of both schools read and its teachers do not', async () => {
    const visitor = await open(heads.west, '/agreements')
    const { page } = visitor
    const { items } = await (await server.api().signIn(heads.west)).get('/schools')
    const west = items.find((one) => one.name === names.west).id
    await page.goto(`/school/${west}`)
    await page.getByRole('link', { name: '操作记录' }).click()
    await page.getByRole('heading', { name: `${names.west} · 操作记录` }).waitFor()
    await page.getByLabel('类别').selectOption({ label: '协议' })
    const rows = page.locator('tbody tr')
    await rows.filter({ hasText: '终止协议' }).filter({ hasText: heads.east.name }).waitFor()
    await rows.filter({ hasText: '备案协议' }).filter({ hasText: officer.name }).waitFor()
    await visitor.checkAccess('what was done')
    await visitor.picture('audit')
    await page.setViewportSize(phone.viewport)
    await visitor.checkNoSidewaysScroll('what was done, on a phone')
    await visitor.picture('audit-phone')
    await visitor.leave()

    const teacher = await open(people.colleague, `/school/${west}`)
    await teacher.page.getByRole('heading', { name: names.west }).waitFor()
    assert.equal(await teacher.page.getByRole('link', { name: '操作记录' }).count(), 0)
    await teacher.page.goto(`/school/${west}/audit`)
    await teacher.page.getByText('只有这里的管理员可以查看操作记录。').waitFor()
    await teacher.leave()
  })
})
