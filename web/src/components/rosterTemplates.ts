import type { Language } from '@/i18n'

export const rosterKinds = ['schools', 'groups', 'users', 'memberships'] as const
export type RosterKind = (typeof rosterKinds)[number]
export type Table = readonly (readonly string[])[]

/** The columns of each table with an example, as a file to begin from. The server reads either language. */
export const rosterTemplates: Record<Language, Record<RosterKind, Table>> = {
  'zh-CN': {
    schools: [
      ['学校编号', '学校名称', '地区'],
      ['S001', '城东实验学校', '示例县'],
      ['S002', '城西小学', '示例县'],
    ],
    groups: [
      ['集团编号', '集团名称', '类别'],
      ['G001', '城东教育集团', '教育集团（聚合型）'],
    ],
    users: [
      ['工号', '登录名', '姓名', '初始密码', '系统角色'],
      ['T0001', 'zhangsan', '张三', '', ''],
      ['T0002', 'lisi', '李四', '', ''],
    ],
    memberships: [
      ['关系类型', '成员编号', '所属编号', '身份', '开始日期', '结束日期'],
      ['教师属于学校', 'zhangsan', 'S001', '教师', '2026-09-01', ''],
      ['学校加入组织', 'S001', 'G001', '核心校', '2026-09-01', ''],
      ['教师加入组织', 'lisi', 'G001', '教师', '2026-09-01', '2027-08-31'],
    ],
  },
  en: {
    schools: [
      ['key', 'name', 'region'],
      ['S001', 'East School', 'Example County'],
    ],
    groups: [
      ['key', 'name', 'kind'],
      ['G001', 'East Group', 'joined_group'],
    ],
    users: [
      ['key', 'login', 'name', 'password', 'role'],
      ['T0001', 'zhangsan', 'Zhang San', '', ''],
    ],
    memberships: [
      ['kind', 'member', 'container', 'role', 'from', 'until'],
      ['user_in_school', 'zhangsan', 'S001', 'teacher', '2026-09-01', ''],
      ['school_in_group', 'S001', 'G001', 'core', '2026-09-01', ''],
    ],
  },
}
