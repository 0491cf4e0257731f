/** The API as a signed-in page speaks it: cookie and CSRF token. For what a test needs before the browser comes. */
export class Api {
  constructor(url) {
    this.url = url
    this.headers = {}
  }

  async signIn({ login, password }) {
    const response = await this.send('POST', '/session', JSON.stringify({ login, password }), 'application/json')
    this.remember(response)
    this.headers['X-CSRF-Token'] = (await response.json()).csrf_token
    return this
  }

  async changePassword(current, next) {
    this.remember(await this.send('PUT', '/session/password', JSON.stringify({ current, new: next }), 'application/json'))
    this.headers['X-CSRF-Token'] = (await this.get('/session')).csrf_token
  }

  remember(response) {
    const cookie = response.headers.getSetCookie()[0]
    if (cookie) this.headers.Cookie = cookie.split(';')[0]
  }

  async get(path) {
    return (await this.send('GET', path)).json()
  }
  async roster(kind, rows) {
    const response = await this.send('POST', `/admin/roster/${kind}`, rows.map((row) => row.join(',')).join('\n'), 'text/csv')
    const report = await response.json()
    if (report.problems.length) throw new Error(`roster ${kind}: ${JSON.stringify(report.problems)}`)
    return report
  }
  async status(path) {
    return (await fetch(`${this.url}/api/v1${path}`, { headers: this.headers })).status
  }

  async send(method, path, body, type) {
    const headers = { ...this.headers, ...(type && { 'Content-Type': type }) }
    const response = await fetch(`${this.url}/api/v1${path}`, { method, headers, body })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
}
