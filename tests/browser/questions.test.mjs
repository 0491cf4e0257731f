// Single questions: found by a word of their own or of their answer, opened in their paper; by nobody outside the group.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { phone, startBrowser } from './browser.mjs'
import { docx, pdf, triangle } from './fixtures.mjs'
import { people, names, settle } from './school.mjs'
import { startServer, until } from './server.mjs'

const filler = Array.from({ length: 24 }, (_, i) => [
  `${i + 1}．下列第 ${i + 1} 组现象中，属于光的折射的是（  ）`,
  `A．水中倒影${i}\nB．筷子变弯${i}\nC．小孔成像${i}\nD．影子${i}`,
  '答案：B\n解析：光从一种介质斜射入另一种介质时方向改变。',
])
const last = ['25．关于浮力，下列说法正确的是（  ）', 'A．方向总是竖直向上\nB．与液体密度无关\nC．与深度成正比\nD．只有漂浮时才有', '答案：A\n解析：阿基米德原理指出浮力等于排开液体的重力。']
const paper = ['八年级物理期末测试', '一、单选题（每题2分）', ...filler.flat(), ...last].join('\n')

describe('questions of a paper', { timeout: 600_000 }, () => {
  let server, browser

  before(async () => {
    server = await startServer()
    await settle(server)
    browser = await startBrowser()
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('says what to do while there are none', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/q')
    await visitor.page.getByRole('heading', { name: '这里还没有题目' }).waitFor()
    await visitor.checkAccess('no questions')
    await visitor.leave()
  })

  it('are found one by one, by the words of a search for resources, with the answer on demand', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/upload')
    const { page } = visitor
    await page.getByLabel(names.group).check()
    await page.locator('input[type=file]').first().setInputFiles({ name: '八年级物理期末测试.txt', mimeType: 'text/plain', buffer: Buffer.from(paper) })
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 120_000 })
    await page.goto(`/s?q=${encodeURIComponent('浮力')}`)
    await page.getByRole('link', { name: '题目', exact: true }).click()
    await page.waitForURL('**/q?q=*')
    const list = page.getByRole('list', { name: '题目搜索结果' })
    await until('one question is found', async () => (await list.locator('> li').count()) === 1)
    const one = list.locator('> li')
    assert.equal(await one.locator('mark').first().innerText(), '浮力')
    assert.equal(await one.getByText('阿基米德原理').isVisible(), false)
    await one.getByText('答案与解析').click()
    await one.getByText('阿基米德原理').waitFor()
    await visitor.checkAccess('questions')
    await visitor.picture('questions')
    await visitor.leave()
  })

  it('are found by a colleague through a word of the explanation, narrowed by kind, and opened in their paper', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.colleague, '/q')
    const { page } = visitor
    await page.keyboard.press('/')
    await page.keyboard.type('阿基米德原理')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/q?q=*')
    await page.getByRole('status').getByText('共 1 题').waitFor()
    await page.getByRole('checkbox', { name: /单选题/ }).check()
    await page.waitForURL('**question_kind=single_choice*')
    await page.getByRole('button', { name: '去掉筛选：单选题' }).waitFor()
    await page.getByRole('link', { name: '出自 八年级物理期末测试' }).click()
    await page.waitForURL('**/r/*view=questions*')
    const meant = page.locator('[data-question="24"]')
    await meant.waitFor()
    await until('the question is in view', () => meant.evaluate((one) => one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().bottom > 0))
    await page.getByRole('button', { name: '显示前面的题目' }).click()
    await page.locator('[data-question="0"]').waitFor()
    await visitor.picture('question-in-paper')
    await visitor.leave()
  })

  it('show the figure of a Word paper under the stem, and that of the answer with the answer', async () => {
    const choices = 'A．3 B．4 C．5 D．6'
    const paper = docx([
      '九年级数学测试',
      '1．如图，直角三角形的两直角边为3和4，则斜边长为（  ）',
      triangle(),
      choices,
      '答案：C',
      '解析：由毕达哥拉斯定理可得，见下图。',
      triangle(120, 90),
      '2．没有配图的一题是（  ）',
      choices,
      '答案：A',
    ])
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/upload')
    const { page } = visitor
    await page.locator('input[type=file]').first().setInputFiles({ name: '九年级数学测试.docx', mimeType: 'application/octet-stream', buffer: paper })
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 120_000 })
    const figure = page.getByRole('img', { name: '第 1 题 图 1' })
    await until('the figure is made', async () => {
      await page.goto(`/q?q=${encodeURIComponent('斜边长')}`)
      await page.getByRole('status').getByText(/共 \d+ 题/).waitFor()
      return (await figure.count()) === 1
    }, 300_000)
    const isDrawn = (one) => one.evaluate((image) => image.complete && image.naturalWidth)
    assert.equal(await until('it is drawn', () => isDrawn(figure)), 200)
    await page.getByText('答案与解析').click()
    const ofAnswer = page.getByRole('img', { name: '第 1 题 解答图 1' })
    await ofAnswer.scrollIntoViewIfNeeded()
    assert.equal(await until('that of the answer is drawn', () => isDrawn(ofAnswer)), 120)
    await visitor.checkAccess('a question with pictures')
    await visitor.picture('question-pictures')
    await page.getByRole('link', { name: '出自 九年级数学测试' }).click()
    await page.waitForURL('**/r/*view=questions*')
    assert.equal(await until('it is drawn in its paper', () => isDrawn(figure)), 200)
    assert.equal(await page.locator('[data-question="1"] img').count(), 0)
    await visitor.leave()
  })

  it('of a PDF are looked at on the page they are printed on', async () => {
    const printed = (number, about) => `${number}．关于${about}，下列说法正确的是（　　）\nA．甲\nB．乙\nC．丙\nD．丁\n答案：B`
    const visitor = await (await browser.visitor(server)).signIn(people.uploader, '/upload')
    const { page } = visitor
    await page.locator('input[type=file]').first().setInputFiles({ name: '热学小测.pdf', mimeType: 'application/pdf', buffer: pdf([`一、单选题\n${printed(1, '比热容')}`, printed(2, '热值')]) })
    await page.getByRole('link', { name: '查看导入情况' }).click()
    await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 120_000 })
    await until('the question is found', async () => {
      await page.goto(`/q?q=${encodeURIComponent('热值')}`)
      await page.getByRole('status').getByText(/共 \d+ 题/).waitFor()
      return (await page.locator('[data-question]').count()) === 1
    }, 120_000)
    await page.getByRole('link', { name: '出自 热学小测' }).click()
    await page.waitForURL('**/r/*view=questions*')
    const second = page.locator('[data-question="1"]')
    await until('its page is pictured', async () => {
      await page.reload()
      await second.waitFor()
      await page.waitForLoadState('networkidle')
      return (await second.getByText('看原卷 第 2 页').count()) === 1
    }, 300_000)
    assert.match(await second.innerText(), /正确的是（\s*）/, 'where pupils write is no gap between columns')
    await second.getByText('看原卷 第 2 页').click()
    const picture = second.getByRole('img', { name: '看原卷 第 2 页' })
    await until('it is drawn', () => picture.evaluate((image) => image.complete && image.naturalWidth === 480))
    await visitor.checkAccess('a question as printed')
    await visitor.picture('question-as-printed')
    await visitor.leave()
  })

  it('are not there for a teacher of another group, not even as a number', async () => {
    const visitor = await (await browser.visitor(server)).signIn(people.outsider, `/q?q=${encodeURIComponent('浮力')}`)
    await visitor.page.getByRole('heading', { name: /没有找到/ }).waitFor()
    await visitor.page.getByRole('status').getByText('共 0 题').waitFor()
    assert.equal(await visitor.page.locator('.facet').count(), 0)
    await visitor.leave()
  })

  it('fit a phone', async () => {
    const visitor = await (await browser.visitor(server, phone)).signIn(people.colleague, `/q?q=${encodeURIComponent('折射')}`)
    await visitor.page.locator('[data-question]').first().waitFor()
    await visitor.checkNoSidewaysScroll('questions')
    await visitor.checkAccess('questions on a phone')
    await visitor.picture('phone-questions')
    await visitor.leave()
  })
})
