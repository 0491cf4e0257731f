// Two schools in one group, a third outside; a teacher in each. Everybody has a password.
import { until } from './server.mjs'

export const password = 'drei Birnen und ein Hut'
export const people = {
  admin: { login: 'admin', password, name: '' },
  uploader: { login: 'zhangsan', password, name: '张三' },
  colleague: { login: 'lisi', password, name: '李四' },
  outsider: { login: 'wangwu', password, name: '王五' },
}
export const names = { east: '城东实验学校', west: '城西小学', far: '远山中学', group: '城东教育集团' }

const user = (key, { login, name }) => [key, login, name, password, '']

export async function settle(server) {
  const api = await server.api().signIn(server.admin)
  await api.changePassword(server.admin.password, password)
  const { uploader, colleague, outsider } = people
  await api.roster('schools', [['key', 'name', 'region'], ['S1', names.east, '青溪县'], ['S2', names.west, '青溪县'], ['S3', names.far, '远山县']])
  await api.roster('groups', [['key', 'name', 'kind'], ['G1', names.group, 'joined_group']])
  await api.roster('users', [['key', 'login', 'name', 'password', 'role'], user('T1', uploader), user('T2', colleague), user('T3', outsider)])
  await api.roster('memberships', [
    ['kind', 'member', 'container', 'role', 'from', 'until'],
    ['user_in_school', 'zhangsan', 'S1', 'teacher', '2020-09-01', ''],
    ['user_in_school', 'lisi', 'S2', 'teacher', '2020-09-01', ''],
    ['user_in_school', 'wangwu', 'S3', 'teacher', '2020-09-01', ''],
    ['school_in_group', 'S1', 'G1', 'core', '2020-09-01', ''],
    ['school_in_group', 'S2', 'G1', 'member', '2020-09-01', ''],
  ])
  return api
}

export const heads = {
  east: { login: 'zhao', password, name: '赵校长' },
  west: { login: 'qian', password, name: '钱校长' },
  far: { login: 'feng', password, name: '冯校长' },
}
export const officer = { login: 'sun', password, name: '孙科长' }

/** The heads of the three schools, and the officer of the city they stand in. */
export async function settleOffices(api) {
  await api.roster('regions', [['key', 'name', 'kind', 'parent'], ['C1', '云水市', 'city', '']])
  await api.roster('schools', [['key', 'place'], ['S1', 'C1'], ['S2', 'C1'], ['S3', 'C1']])
  await api.roster('users', [['key', 'login', 'name', 'password', 'role'], user('H1', heads.east), user('H2', heads.west), user('H3', heads.far), user('B1', officer)])
  await api.roster('memberships', [
    ['kind', 'member', 'container', 'role', 'from', 'until'],
    ['user_in_school', 'zhao', 'S1', 'school_administrator', '2020-09-01', ''],
    ['user_in_school', 'qian', 'S2', 'school_administrator', '2020-09-01', ''],
    ['user_in_school', 'feng', 'S3', 'school_administrator', '2020-09-01', ''],
    ['user_in_region', 'sun', 'C1', 'bureau_officer', '2020-09-01', ''],
  ])
}

/** Sends a text file, as `person` would, and waits until it is found. */
export async function sendText(browser, server, person, title, { group, text = `${title}，直角三角形。` } = {}) {
  const visitor = await (await browser.visitor(server)).signIn(person, '/upload')
  const { page } = visitor
  if (group) await page.getByLabel(group).check()
  await page.locator('input[type=file]').first().setInputFiles({ name: `${title}.txt`, mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.getByRole('link', { name: '查看导入情况' }).click()
  await page.getByRole('link', { name: '下载清单' }).waitFor({ timeout: 120_000 })
  await page.goto(`/s?q=${encodeURIComponent(title)}`)
  await until('the index has it', async () => {
    await page.reload()
    return page.getByRole('list', { name: '搜索结果' }).getByText(title).first().isVisible()
  })
  await visitor.leave()
}
