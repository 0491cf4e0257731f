// The main job: a school uploads an archive, a colleague of the group finds a lesson by a word inside it; nobody else does.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { desk, narrow, phone, startBrowser } from './browser.mjs'
import { archiveName, docx, noise, phrases, schoolArchive, zip } from './fixtures.mjs'
import { names, people, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

describe('a school archive, from upload to the page that was looked for', { timeout: 900_000 }, () => {
  let server, browser, admin, folder, archive
  let importPath, docxPath, pdfPath
  const member = { docx: docx(['有理数的加法', phrases.docx, '绝对值不相等的异号两数相加，取绝对值较大的加数的符号。']) }

  before(async () => {
    server = await startServer()
    admin = await settle(server)
    browser = await startBrowser()
    folder = mkdtempSync(join(tmpdir(), 'kecang-files-'))
    archive = join(folder, archiveName)
    writeFileSync(archive, schoolArchive())
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('signs in, says what is wrong with a wrong password, and comes back to the page that was wanted', async () => {
    const visitor = await browser.visitor(server)
    const { page } = visitor
    await page.goto('/upload')
    await page.waitForURL('**/signin?next=/upload')
    await visitor.checkAccess('sign-in')
    await visitor.picture('sign-in')
    await page.getByLabel('用户名').fill(people.uploader.login)
    await page.getByLabel('密码', { exact: true }).fill('falsch falsch')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('密码', { exact: true }).fill(people.uploader.password)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('heading', { name: '上传', level: 1 }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/upload')
    await visitor.leave()
  })

  it('needs little for the first search page', async () => {
    const visitor = await browser.visitor(server)
    const scripts = []
    visitor.page.on('response', (response) => response.request().resourceType() === 'script' && scripts.push(response.body()))
    await visitor.signIn(people.uploader)
    await visitor.page.getByRole('heading', { name: '这里还没有资源' }).waitFor()
    const bodies = await Promise.all(scripts)
    const packed = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
    assert.ok(packed <= 180 * 1024, `${packed} bytes of packed scripts`)
    for (const body of bodies) assert.ok(body.length <= 500 * 1024, `a script of ${body.length} bytes`)
    await visitor.leave()
  })

  it('says what to do in an empty library', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader)
    await visitor.page.getByRole('heading', { name: '这里还没有资源' }).waitFor()
    await visitor.checkAccess('empty library')
    await visitor.leave()
  })

  it('uploads a ZIP with GBK names by drag and drop and watches it finish', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/upload')
    const { page } = visitor
    await page.getByLabel(names.group).check()
    await drop(page, '.drop', archiveName, readFileSync(archive))
    await page.getByRole('link', { name: '查看导入情况' }).waitFor()
    await visitor.checkAccess('upload')
    await visitor.picture('upload')
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.waitForURL('**/import/*')
    importPath = new URL(page.url()).pathname
    await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 120_000 })
    await page.getByText('有理数的加法 教案.docx', { exact: true }).waitFor()
    await visitor.checkAccess('import report')
    await visitor.picture('import-report')
    await visitor.leave()
  })

  it('shows what became of each file, by name, result and reason', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, importPath)
    const { page } = visitor
    await page.getByRole('link', { name: /已损坏/ }).click()
    await page.waitForURL('**?state=broken')
    await until('only broken files are listed', async () => (await page.locator('[data-entry-state]').count()) === 1)
    assert.match(await page.locator('[data-entry-state=broken]').innerText(), /坏文件\.docx/)
    assert.ok((await page.locator('[data-entry-state=broken] .reason').innerText()).trim().length > 4)
    await page.getByRole('link', { name: /已跳过/ }).click()
    await until('only skipped files are listed', async () => (await page.locator('[data-entry-state=skipped]').count()) === 2)
    const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载清单' }).click()])
    const csv = readFileSync(await report.path(), 'utf8')
    assert.ok(csv.startsWith('\ufeff'))
    for (const name of ['有理数的加法 教案.docx', '勾股定理 复习.pdf', '春江花月夜.txt', '坏文件.docx', '勾股树.gsp']) assert.ok(csv.includes(name), name)
    await visitor.leave()
  })

  it('lets a teacher of the group find a word inside a PDF and open it at its page', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague)
    const { page } = visitor
    await page.keyboard.press('/')
    await page.keyboard.type('勾股定理的逆定理')
    await page.keyboard.press('Enter')
    const row = page.getByRole('list', { name: '搜索结果' }).getByRole('listitem').first()
    await row.getByText('勾股定理 复习').waitFor()
    assert.match(await row.locator('.context').innerText(), /直角三角形/)
    assert.ok((await row.locator('mark').count()) > 0)
    await row.getByRole('link', { name: '打开 第 3 页' }).click()
    await page.waitForURL('**/r/*')
    pdfPath = new URL(page.url()).pathname
    const hit = page.locator('[data-segment][aria-current=true]')
    await hit.locator('mark').first().waitFor()
    assert.match(await hit.innerText(), /第 3 页[\s\S]*勾股定理的逆定理/)
    await until('the hit is in view', () => hit.evaluate((one) => one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().bottom > 0))
    await page.getByRole('button', { name: '下一段' }).click()
    await page.waitForURL('**at=3*')
    await visitor.checkAccess('resource')
    await visitor.leave()
  })

  it('previews beside the results, moves by keyboard, and downloads the same bytes', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague, `/s?q=${encodeURIComponent(phrases.docx)}`)
    const { page } = visitor
    await page.getByRole('list', { name: '搜索结果' }).waitFor()
    await page.keyboard.press('j')
    const preview = page.getByRole('complementary', { name: '预览' })
    await preview.locator('mark').first().waitFor()
    assert.match(page.url(), /[?&]r=/)
    assert.match(await preview.innerText(), /同号两数相加取相同符号/)
    await visitor.checkAccess('search with preview')
    await visitor.picture('search-preview')
    await page.keyboard.press('Escape')
    await until('the preview is closed', () => !/[?&]r=/.test(page.url()))
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/r/*')
    docxPath = new URL(page.url()).pathname
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /下载 DOCX/ }).click()])
    assert.equal(download.suggestedFilename(), '有理数的加法 教案.docx')
    assert.ok(readFileSync(await download.path()).equals(member.docx))
    await visitor.leave()
  })

  it('puts results aside and takes their files home as one ZIP', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague, `/s?q=${encodeURIComponent('勾股定理')}`)
    const { page } = visitor
    const row = page.getByRole('list', { name: '搜索结果' }).getByRole('listitem').filter({ hasText: '勾股定理 复习' })
    await row.hover()
    await row.getByRole('button', { name: /放入资源篮/ }).click()
    await row.getByRole('button', { name: /移出资源篮/ }).waitFor()
    await visitor.picture('basket-row')
    await page.goto(docxPath)
    await page.getByRole('button', { name: /放入资源篮/ }).click()
    await page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '资源篮 2' }).click()
    await page.getByRole('heading', { name: '资源篮', level: 1 }).waitFor()
    await page.getByRole('link', { name: '勾股定理 复习' }).waitFor()
    await visitor.checkAccess('basket')
    await visitor.picture('basket')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /打包下载 2 份/ }).click()])
    assert.equal(download.suggestedFilename(), '资源篮.zip')
    const zip = readFileSync(await download.path())
    assert.equal(zip.readUInt32LE(0), 0x04034b50)
    assert.ok(zip.includes(member.docx) && zip.includes('目录.html'))
    await page.getByRole('button', { name: '把“勾股定理 复习”移出资源篮' }).click()
    await page.getByRole('link', { name: /打包下载 1 份/ }).waitFor()
    await page.reload()
    await page.getByRole('link', { name: /打包下载 1 份/ }).waitFor()
    await visitor.leave()
  })

  it('keeps filters in the address, and the back button takes them off again', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader)
    const { page } = visitor
    const count = page.getByRole('status').filter({ hasText: '共' })
    const all = await count.innerText()
    await page.getByRole('group', { name: '格式' }).getByLabel(/PDF/).check()
    await page.waitForURL('**/s?format=pdf')
    await until('the count follows', async () => (await count.innerText()).includes('共 1 条'))
    await page.getByRole('group', { name: '格式' }).getByLabel(/DOCX/).check()
    await page.waitForURL('**/s?format=pdf&format=docx')
    await page.getByRole('button', { name: '去掉筛选：PDF' }).click()
    await page.waitForURL('**/s?format=docx')
    await page.goBack()
    await page.goBack()
    await page.goBack()
    await until('the first state is back', async () => (await count.innerText()) === all)
    assert.equal(new URL(page.url()).search, '')
    await page.goForward()
    await until('the filter is back', async () => (await count.innerText()).includes('共 1 条'))
    assert.ok(await page.getByRole('group', { name: '格式' }).getByLabel(/PDF/).isChecked())
    await page.goto('/s?q=zyxwvu')
    await page.getByRole('heading', { name: '没有找到“zyxwvu”' }).waitFor()
    await visitor.checkAccess('nothing found')
    await visitor.leave()
  })

  it('shows guesses as guesses until somebody confirms or corrects them', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, docxPath)
    const { page } = visitor
    const facts = page.getByRole('region', { name: '资料信息' })
    await facts.getByText('推测').first().waitFor()
    await visitor.picture('resource')
    const confirm = facts.getByRole('button', { name: /^确认/ }).first()
    const label = await confirm.getAttribute('aria-label')
    await confirm.click()
    await until('the guess is confirmed', async () => !(await facts.getByRole('button', { name: label, exact: true }).count()))
    await page.getByRole('button', { name: '修改' }).click()
    await page.getByLabel('标题').fill('有理数的加法 第一课时')
    await visitor.checkAccess('editing')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '有理数的加法 第一课时', level: 1 }).waitFor()
    await visitor.leave()
  })

  it('shows nothing to a teacher of another group, and every direct link is the not-found page', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.outsider, `/s?q=${encodeURIComponent(phrases.pdf)}`)
    const { page } = visitor
    await page.getByRole('heading', { name: /^没有找到/ }).waitFor()
    for (const phrase of Object.values(phrases)) {
      await page.goto(`/s?q=${encodeURIComponent(phrase)}`)
      await page.getByRole('heading', { name: /^没有找到/ }).waitFor()
    }
    for (const path of [docxPath, pdfPath]) {
      await page.goto(path)
      await page.getByRole('heading', { name: '没有找到这份资料', level: 1 }).waitFor()
      assert.ok(!(await page.content()).includes('有理数的加法'))
    }
    await page.goto(importPath)
    await page.getByRole('heading', { name: '没有找到这次导入', level: 1 }).waitFor()
    await visitor.checkAccess('not found')
    const outsider = await server.api().signIn(people.outsider)
    for (const path of [docxPath, pdfPath]) {
      const id = path.split('/').at(-1)
      for (const below of ['', '/segments', '/file']) assert.equal(await outsider.status(`/resources/${id}${below}`), 404)
    }
    await visitor.leave()
  })

  it('shows school and group with their members', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/groups')
    const { page } = visitor
    await visitor.checkAccess('groups')
    await page.getByRole('link', { name: names.group }).click()
    await page.getByRole('heading', { name: names.group, level: 1 }).waitFor()
    await page.getByRole('link', { name: names.west }).waitFor()
    await visitor.checkAccess('group')
    await visitor.picture('group')
    await page.getByRole('link', { name: names.east }).click()
    await page.getByRole('heading', { name: names.east, level: 1 }).waitFor()
    await page.getByText('张三').last().waitFor()
    await visitor.checkAccess('school')
    await visitor.leave()
  })

  it('works at phone width without sideways scrolling', async () => {
    for (const [size, options] of [['390', phone], ['320', narrow]]) {
      const visitor = await (await browser.visitor(server, options)).signIn(people.uploader, '/s?q=%E5%8A%A0%E6%B3%95')
      const { page } = visitor
      await page.getByRole('list', { name: '搜索结果' }).waitFor()
      await visitor.checkNoSidewaysScroll(`search at ${size}`)
      await visitor.picture(`phone-search-${size}`)
      await page.getByRole('button', { name: '筛选' }).click()
      const sheet = page.getByRole('dialog', { name: '筛选' })
      await sheet.getByRole('group', { name: '格式' }).getByLabel(/DOCX/).check()
      await page.waitForURL('**format=docx')
      await visitor.checkAccess(`filter sheet at ${size}`)
      await sheet.getByRole('button', { name: /^查看/ }).click()
      await page.getByRole('list', { name: '搜索结果' }).getByRole('link').first().click()
      await page.waitForURL('**/r/*')
      await page.locator('[data-segment]').first().waitFor()
      await visitor.checkNoSidewaysScroll(`resource at ${size}`)
      for (const path of ['/upload', '/import', importPath, '/groups', '/account']) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle')
        await visitor.checkNoSidewaysScroll(`${path} at ${size}`)
        await visitor.checkAccess(`${path} at ${size}`)
      }
      await visitor.leave()
    }
  })

  it('is as readable in the dark, without motion, and in English', async () => {
    const dark = await (await browser.visitor(server, { ...desk, colorScheme: 'dark', reducedMotion: 'reduce' })).signIn(people.uploader, '/s?q=%E5%8A%A0%E6%B3%95')
    await dark.page.getByRole('list', { name: '搜索结果' }).waitFor()
    await dark.page.keyboard.press('j')
    await dark.page.getByRole('complementary', { name: '预览' }).locator('mark').first().waitFor()
    await dark.checkAccess('dark search')
    await dark.picture('dark-search')
    await dark.page.goto(importPath)
    await dark.page.locator('[data-entry-state]').first().waitFor()
    await dark.checkAccess('dark import report')
    await dark.page.getByRole('button', { name: '菜单' }).click()
    await dark.page.getByRole('button', { name: 'English' }).click()
    await dark.page.getByRole('link', { name: 'Download the list (CSV)' }).waitFor()
    await dark.page.reload()
    await dark.page.getByRole('link', { name: 'Download the list (CSV)' }).waitFor()
    assert.equal(await dark.page.locator('html').getAttribute('lang'), 'en')
    await dark.leave()
  })

  it('packs a folder into one import that keeps its paths', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/upload')
    const { page } = visitor
    const { mkdirSync } = await import('node:fs')
    mkdirSync(join(folder, '九上备课', '第一单元'), { recursive: true })
    writeFileSync(join(folder, '九上备课', '第一单元', '沁园春.txt'), '独立寒秋湘江北去橘子洲头')
    writeFileSync(join(folder, '九上备课', '说明.txt'), '文件夹里的说明文字')
    await page.getByLabel('选择文件夹', { exact: true }).setInputFiles(join(folder, '九上备课'))
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.getByRole('heading', { name: '九上备课.zip', level: 1 }).waitFor()
    await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 120_000 })
    await page.getByText('第一单元/', { exact: true }).waitFor()
    await page.getByRole('link', { name: '沁园春.txt' }).click()
    await page.getByText('橘子洲头').waitFor()
    await visitor.leave()
  })

  it('pauses, resumes, and goes on after a reload with the same file', async () => {
    const big = join(folder, '大文件.zip')
    writeFileSync(big, zip([{ name: '录像.bin', bytes: noise(24 * 1024 * 1024) }]))
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/upload')
    const { page } = visitor
    const slow = await visitor.context.newCDPSession(page)
    const throttle = (uploadThroughput) => slow.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput })
    await slow.send('Network.enable')
    await throttle(6 * 1024 * 1024)
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(big)
    const row = page.locator('.upload-row')
    const offset = async () => (await unfinishedUploads(visitor))[0]?.offset ?? 0
    await until('some of it has arrived', async () => (await offset()) > 0)
    await row.getByRole('button', { name: '暂停 大文件.zip' }).click()
    await row.getByText('已暂停').waitFor()
    await row.getByRole('button', { name: '继续 大文件.zip' }).click()
    await row.getByText('正在上传').waitFor()
    await until('more than the first piece has arrived', async () => (await offset()) >= 8 * 1024 * 1024)
    const before = await offset()
    await page.reload()
    const unfinished = page.getByRole('region', { name: '上次没有传完' })
    await unfinished.getByText('大文件.zip').waitFor()
    await visitor.checkAccess('unfinished upload')
    writeFileSync(join(folder, '另一个.zip'), zip([{ name: 'a.txt', bytes: Buffer.from('a') }]))
    const chooser = unfinished.getByLabel('选择文件继续 大文件.zip').last()
    await chooser.setInputFiles(join(folder, '另一个.zip'))
    await unfinished.getByText('这不是上次的那个文件').waitFor()
    const patched = []
    page.on('request', (request) => request.method() === 'PATCH' && patched.push(Number(request.headers()['upload-offset'])))
    await chooser.setInputFiles(big)
    await page.locator('.upload-row[data-status=done]').waitFor({ timeout: 120_000 })
    assert.ok(patched[0] >= before, `went on at ${patched[0]}, ${before} had arrived`)
    await page.getByRole('link', { name: '查看导入情况' }).waitFor()
    await visitor.leave()
  })
})

/** What the server holds of this person's unfinished uploads. */
function unfinishedUploads(visitor) {
  return visitor.page.evaluate(async () => (await (await fetch('/api/v1/uploads')).json()).items)
}

async function drop(page, selector, name, bytes) {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const data = new DataTransfer()
      const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      data.items.add(new File([raw], fileName, { type: 'application/zip' }))
      return data
    },
    [name, bytes.toString('base64')],
  )
  await page.dispatchEvent(selector, 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent(selector, 'drop', { dataTransfer: transfer })
}
