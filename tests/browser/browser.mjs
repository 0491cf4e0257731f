// Debian's Chromium, driven by playwright-core, with the rules every page has to keep.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const screenshots = fileURLToPath(new URL('./screenshots/', import.meta.url))
mkdirSync(screenshots, { recursive: true })

export const desk = { viewport: { width: 1440, height: 900 } }
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
export const narrow = { viewport: { width: 320, height: 700 }, isMobile: true, hasTouch: true }

export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.KECANG_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  const known = new Map()
  return {
    close: () => browser.close(),
    /** A person with a browser of their own. What the page asks of other hosts or complains about is kept. */
    async visitor(server, options = desk) {
      const context = await browser.newContext({ locale: 'zh-CN', baseURL: server.url, acceptDownloads: true, ...options })
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      const visitor = new Visitor(server, context, page, known)
      page.on('request', (request) => visitor.notice(request.url()))
      page.on('pageerror', (error) => visitor.troubles.push(error.message))
      page.on('console', (message) => message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text()) && visitor.troubles.push(message.text()))
      page.on('dialog', (dialog) => dialog.accept().catch(() => {}))
      return visitor
    },
  }
}

class Visitor {
  outside = []
  troubles = []

  constructor(server, context, page, known) {
    this.server = server
    this.known = known
    this.context = context
    this.page = page
  }

  notice(url) {
    if (/^(data|blob):/.test(url) || url.startsWith(this.server.url)) return
    this.outside.push(url)
  }

  /** By the form the first time; later the browser still has the cookie. */
  async signIn({ login, password }, path = '/s') {
    const { page } = this
    const name = `${this.server.url} ${login} ${password}`
    if (this.known.has(name)) await this.context.addCookies(this.known.get(name))
    await page.goto(path)
    if (this.known.has(name)) return this
    await page.getByLabel('用户名').fill(login)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('navigation', { name: '菜单' }).waitFor()
    this.known.set(name, await this.context.cookies())
    return this
  }

  /** No serious fault for people who use a screen reader, a keyboard or weak eyes. */
  async checkAccess(state) {
    await this.page.evaluate(axe)
    const { violations } = await this.page.evaluate(() => globalThis.axe.run())
    const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
    assert.deepEqual(serious.map((one) => `${state}: ${one.id} ${one.nodes[0].html}`), [])
  }

  async checkNoSidewaysScroll(state) {
    const wider = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(wider <= 0, `${state} is ${wider}px wider than the screen`)
  }

  async picture(name) {
    await this.page.screenshot({ path: `${screenshots}${name}.png` })
  }

  /** At the end of each story: nothing left this machine, nothing went wrong unseen. */
  async leave() {
    await this.context.close()
    assert.deepEqual(this.outside, [], 'requests to other hosts')
    assert.deepEqual(this.troubles, [], 'errors of the page')
  }
}
