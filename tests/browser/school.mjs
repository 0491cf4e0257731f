// Two schools in one group, a third outside; a teacher in each. Everybody has a password.
export const password = 'drei Birnen und ein Hut'
export const people = {
  admin: { login: 'admin', password, name: '' },
  uploader: { login: 'zhangsan', password, name: '张三' },
  colleague: { login: 'lisi', password, name: '李四' },
  outsider: { login: 'wangwu', password, name: '王五' },
}
export const names = { east: '城东实验学校', west: '城西小学', far: '远山中学', group: '城东教育集团' }

export async function settle(server) {
  const api = await server.api().signIn(server.admin)
  await api.changePassword(server.admin.password, password)
  const { uploader, colleague, outsider } = people
  await api.roster('schools', [['key', 'name', 'region'], ['S1', names.east, '青溪县'], ['S2', names.west, '青溪县'], ['S3', names.far, '远山县']])
  await api.roster('groups', [['key', 'name', 'kind'], ['G1', names.group, 'joined_group']])
  const user = (key, { login, name }) => [key, login, name, password, '']
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
