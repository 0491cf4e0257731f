// An archive is listed, corrected, taken in, and taken back: what a person says in the table is what the school gets.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { phone, startBrowser } from './browser.mjs'
import { docx, zip } from './fixtures.mjs'
import { people, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const older = '一次函数 教案.docx'
const newer = '一次函数 教案（修改版）.docx'
const lesson = ['一次函数', '形如 y = kx + b 的函数叫做一次函数', '图象是一条直线，k 决定它的倾斜程度', '先画图，再说出增减性', '当堂练习三道题']
const words = { pythagoras: '赵爽注周髀勾股圆方', lines: '两直线平行同位角相等' }
const parallel = docx(['相交线与平行线', words.lines])

function archive() {
  const file = (name, bytes) => ({ name, bytes, gbk: true })
  return zip([
    file('备课/八上/勾股定理 教案.docx', docx(['勾股定理', words.pythagoras])),
    file('备课/八上/勾股定理 练习.docx', docx(['勾股定理练习', '求斜边的长'])),
    file(`备课/八上/${newer}`, docx([...lesson, '课后小结'])),
    file('备课/八上/新建文档.docx', docx(['本周安排'])),
    file('备课/八上/新建文档2.docx', docx(['下周安排'])),
    file('备课/七下/相交线 教案.docx', parallel),
    file('备课/七下/相交线 教案 副本.docx', parallel),
    file('备课/七下/杂记.txt', Buffer.from('不用入库的随手记')),
    file('备课/~$股定理 教案.docx', Buffer.alloc(162)),
    file('__MACOSX/._教案.docx', Buffer.alloc(20)),
  ])
}

describe('an archive that is reviewed before it goes in', { timeout: 600_000 }, () => {
  let server, browser, folder, importPath

  before(async () => {
    server = await startServer()
    await settle(server)
    browser = await startBrowser()
    folder = mkdtempSync(join(tmpdir(), 'kecang-review-'))
    writeFileSync(join(folder, older), docx(lesson))
    writeFileSync(join(folder, '备课.zip'), archive())
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async (path, options) => (await browser.visitor(server, options)).signIn(people.uploader, path)
  const rowOf = (page, name) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
  const cellOf = (page, name, column) => rowOf(page, name).locator(`td.${column}`)
  const summary = (page) => page.locator('[data-plan-summary]').innerText()

  it('lists the files of an archive that was sent to be reviewed', async () => {
    const visitor = await open('/upload')
    const { page } = visitor
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(join(folder, older))
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.locator('[data-entry-state=indexed]').waitFor()
    await page.goto('/upload')
    await page.getByRole('switch', { name: '先核对，再入库' }).check()
    await visitor.checkAccess('upload to be reviewed')
    await visitor.picture('review-upload')
    await page.reload()
    assert.ok(await page.getByRole('switch', { name: '先核对，再入库' }).isChecked(), 'the choice is remembered')
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(join(folder, '备课.zip'))
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.waitForURL('**/import/*')
    importPath = new URL(page.url()).pathname
    await page.getByRole('grid', { name: '待入库的文件' }).waitFor()
    await rowOf(page, '勾股定理 教案.docx').waitFor()
    await rowOf(page, '相交线 教案 副本.docx').getByText('重复：与“相交线 教案.docx”相同').waitFor()
    await rowOf(page, newer).getByText(/可能是《一次函数 教案》的新版本/).waitFor()
    assert.match(await summary(page), /8 个文件入库，2 个不入库/)
    await visitor.checkAccess('plan')
    await visitor.checkNoSidewaysScroll('plan')
    await visitor.picture('review-plan')
    await visitor.leave()
  })

  it('edits cells in place, by mouse and by keyboard, and keeps what was said', async () => {
    const visitor = await open(importPath)
    const { page } = visitor
    await cellOf(page, '新建文档.docx', 'subject').click()
    await page.keyboard.type('物理')
    await page.keyboard.press('Enter')
    await until('the keyboard is one row below', () => page.evaluate(() => document.activeElement?.getAttribute('data-cell')?.endsWith(':subject')))
    assert.equal(await page.evaluate(() => document.activeElement.closest('tr').querySelector('.name').textContent), '新建文档2.docx')
    await page.keyboard.press('Enter')
    await page.keyboard.type('化学')
    await page.keyboard.press('Escape')
    assert.equal(await cellOf(page, '新建文档2.docx', 'subject').innerText(), '')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('x')
    await page.keyboard.press('Escape')
    assert.equal(await cellOf(page, '新建文档.docx', 'subject').innerText(), '物理')
    await page.getByText('已保存').waitFor()
    await page.reload()
    await rowOf(page, '新建文档.docx').waitFor()
    assert.equal(await cellOf(page, '新建文档.docx', 'subject').innerText(), '物理')
    await visitor.leave()
  })

  it('fills the first selected file’s word into the others', async () => {
    const visitor = await open(importPath)
    const { page } = visitor
    await page.getByLabel('选中 新建文档.docx').click()
    await page.getByLabel('选中 新建文档2.docx').click({ modifiers: ['Shift'] })
    await cellOf(page, '新建文档.docx', 'subject').click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '向下填充' }).waitFor()
    await visitor.picture('review-selected')
    await page.keyboard.press('Control+d')
    await until('the second file has it', async () => (await cellOf(page, '新建文档2.docx', 'subject').innerText()) === '物理')
    await page.getByRole('button', { name: '取消选择' }).click()
    await cellOf(page, '新建文档.docx', 'title').click()
    await visitor.picture('review-editing')
    await page.keyboard.press('Escape')
    await visitor.leave()
  })

  it('says of a folder what all of it is, and each file below follows', async () => {
    const visitor = await open(importPath)
    const { page } = visitor
    const pane = page.getByRole('complementary', { name: '文件夹' })
    await pane.getByRole('button', { name: /^七下/ }).click()
    await page.getByText('只显示“备课/七下”里的文件').waitFor()
    await rowOf(page, '新建文档.docx').waitFor({ state: 'detached' })
    const rule = page.getByRole('form', { name: '“七下”里的都是…' })
    await rule.getByLabel('学科').fill('数学')
    await rule.getByLabel('版本').fill('人教版')
    await rule.getByRole('button', { name: '用于 3 个文件' }).click()
    await rule.getByText('已改 3 个文件').waitFor()
    for (const name of ['相交线 教案.docx', '杂记.txt']) {
      await until(`${name} follows`, async () => (await cellOf(page, name, 'subject').innerText()) === '数学')
      assert.equal(await cellOf(page, name, 'edition').innerText(), '人教版')
    }
    await pane.getByRole('button', { name: /^七下/ }).getByText('人教版').waitFor()
    await visitor.checkAccess('a folder’s rule')
    await visitor.picture('review-folder')
    await page.getByRole('button', { name: '显示全部' }).click()
    await rowOf(page, '新建文档.docx').waitFor()
    await visitor.leave()
  })

  it('shows what the names are in another encoding, at once, and back', async () => {
    const visitor = await open(importPath)
    const { page } = visitor
    await rowOf(page, '杂记.txt').waitFor()
    await page.getByLabel('文件名乱码？').selectOption('Big5')
    await page.getByText('杂记.txt', { exact: true }).waitFor({ state: 'detached' })
    await visitor.picture('review-garbled')
    await page.getByLabel('文件名乱码？').selectOption('GB18030')
    await rowOf(page, '杂记.txt').waitFor()
    await until('what was said of it stays', async () => (await cellOf(page, '杂记.txt', 'edition').innerText()) === '人教版')
    await visitor.leave()
  })

  it('goes to a spreadsheet and back', async () => {
    const visitor = await open(importPath)
    const { page } = visitor
    await rowOf(page, '杂记.txt').waitFor()
    const [table] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载核对表' }).click()])
    const lines = readFileSync(await table.path(), 'utf8').trimEnd().split('\r\n')
    const changed = lines.map((line) => (line.includes('杂记.txt') ? line.replace('入库', '不入库') : line.includes('勾股定理 练习') ? line.replace('入库', '不知道') : line))
    writeFileSync(join(folder, '核对表.csv'), changed.join('\r\n'))
    await page.getByLabel('传回核对表').last().setInputFiles(join(folder, '核对表.csv'))
    await page.getByText('已按核对表改了 1 个文件').waitFor()
    await page.getByText('有 1 行没有采用').waitFor()
    await until('the file stays out', async () => (await cellOf(page, '杂记.txt', 'action').innerText()) === '不入库')
    await until('the summary counts it', async () => /7 个文件入库，3 个不入库/.test(await summary(page)))
    await visitor.picture('review-table')
    await visitor.leave()
  })

  it('is usable on a phone', async () => {
    const visitor = await open(importPath, phone)
    const { page } = visitor
    await rowOf(page, '杂记.txt').waitFor()
    await visitor.checkNoSidewaysScroll('plan at 390')
    await visitor.checkAccess('plan at 390')
    await visitor.picture('review-phone')
    await rowOf(page, newer).scrollIntoViewIfNeeded()
    await visitor.picture('review-phone-rows')
    await page.getByRole('button', { name: '按文件夹设定' }).click()
    const sheet = page.getByRole('dialog', { name: '文件夹' })
    await sheet.getByRole('button', { name: /^八上/ }).click()
    await sheet.getByRole('form', { name: '“八上”里的都是…' }).waitFor()
    await visitor.checkAccess('folders at 390')
    await visitor.picture('review-phone-folder')
    await visitor.leave()
  })

  it('is as readable in the dark and in English', async () => {
    const visitor = await open(importPath, { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' })
    const { page } = visitor
    await rowOf(page, '杂记.txt').waitFor()
    await page.getByRole('button', { name: '菜单' }).click()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('grid', { name: 'Files of the plan' }).waitFor()
    await page.getByRole('button', { name: /^八上/ }).click()
    await visitor.checkAccess('dark plan')
    await visitor.checkNoSidewaysScroll('plan at 1280')
    await visitor.picture('review-dark')
    await visitor.leave()
  })

  it('lets a person decide about a new version, and takes the files in as planned', async () => {
    const visitor = await open(importPath)
    const { page } = visitor
    await page.getByRole('link', { name: /^请核对/ }).click()
    await page.waitForURL('**?state=unsure')
    await rowOf(page, newer).getByRole('button', { name: '作为新版本' }).click()
    await rowOf(page, newer).getByText('将作为《一次函数 教案》的新版本').waitFor()
    await page.getByRole('link', { name: /^全部/ }).click()
    await page.getByRole('button', { name: '按计划入库' }).click()
    const ask = page.getByRole('dialog', { name: /个文件请核对$/ })
    if (await ask.isVisible()) await ask.getByRole('button', { name: '照样入库' }).click()
    await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 120_000 })
    await page.locator('[data-entry-state=indexed]').first().waitFor()
    await until('each file has its result', async () => (await page.locator('[data-entry-state=waiting], [data-entry-state=planned]').count()) === 0)
    await visitor.checkAccess('report of a reviewed archive')
    await visitor.picture('review-apply')
    const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载报告' }).click()])
    assert.ok(readFileSync(await report.path(), 'utf8').includes('勾股定理 教案.docx'))
    await page.goto(`/s?q=${encodeURIComponent(words.pythagoras)}`)
    await page.getByRole('list', { name: '搜索结果' }).getByText('勾股定理 教案').first().waitFor()
    await page.goto(`/s?q=${encodeURIComponent('课后小结')}`)
    await page.getByRole('list', { name: '搜索结果' }).getByText('一次函数 教案（修改版）').first().waitFor()
    await visitor.leave()
  })

  it('is taken back as a whole, and what was there before is there again', async () => {
    const visitor = await open(importPath)
    const { page } = visitor
    await page.getByRole('button', { name: '撤销这次导入' }).click()
    const dialog = page.getByRole('dialog', { name: '撤销这次导入？' })
    await dialog.getByText('不能恢复').waitFor()
    await visitor.checkAccess('undo dialog')
    await visitor.picture('review-undo')
    await dialog.getByRole('button', { name: '撤销这次导入' }).click()
    await page.getByText('这次导入已经撤销').waitFor({ timeout: 120_000 })
    await page.locator('[data-entry-state=undone]').first().waitFor()
    await visitor.picture('review-undone')
    await page.goto('/import')
    await page.getByText('已撤销').first().waitFor()
    await page.goto(`/s?q=${encodeURIComponent(words.pythagoras)}`)
    await page.getByRole('heading', { name: /^没有找到/ }).waitFor()
    await page.goto(`/s?q=${encodeURIComponent('一次函数')}`)
    await page.getByRole('list', { name: '搜索结果' }).getByText('一次函数 教案').first().waitFor()
    assert.equal(await page.getByText('一次函数 教案（修改版）').count(), 0)
    await visitor.leave()
  })
})
