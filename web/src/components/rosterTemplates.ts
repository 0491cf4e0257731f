export const rosterKinds = ['schools', 'groups', 'users', 'memberships'] as const
export type RosterKind = (typeof rosterKinds)[number]

/** The columns of each table with an example, as a file to begin from. */
export const rosterTemplates: Record<RosterKind, readonly (readonly string[])[]> = {
  schools: [
    ['key', 'name', 'region'],
    ['S001', '城东实验学校', '示例县'],
    ['S002', '城西小学', '示例县'],
  ],
  groups: [
    ['key', 'name', 'kind'],
    ['G001', '城东教育集团', 'joined_group'],
  ],
  users: [
    ['key', 'login', 'name', 'password', 'role'],
    ['T0001', 'zhangsan', '张三', '', ''],
    ['T0002', 'lisi', '李四', '', ''],
  ],
  memberships: [
    ['kind', 'member', 'container', 'role', 'from', 'until'],
    ['user_in_school', 'zhangsan', 'S001', 'teacher', '2026-09-01', ''],
    ['school_in_group', 'S001', 'G001', 'core', '2026-09-01', ''],
    ['user_in_group', 'lisi', 'G001', 'teacher', '2026-09-01', '2027-08-31'],
  ],
}
