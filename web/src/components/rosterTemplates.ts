import type { Language } from '@/i18n'

export const rosterKinds = ['regions', 'schools', 'groups', 'users', 'memberships'] as const
export type RosterKind = (typeof rosterKinds)[number]
export type Table = readonly (readonly string[])[]

/** The columns of each table with an example, as a file to begin from. The server reads either language. */
export const rosterTemplates: Record<Language, Record<RosterKind, Table>> = {
  'zh-CN': {
    regions: [
      ['区划编号', '名称', '级别', '上级编号'],
      ['R01', '示例市', '市', ''],
      ['R0101', '示例县', '县', 'R01'],
    ],
    schools: [
      ['学校编号', '学校名称', '地区', '区划编号', '学校类型', '学段'],
      ['S001', '城东实验学校', '示例县', 'R0101', '九年一贯制学校', '小学、初中'],
      ['S002', '城西小学', '示例县', 'R0101', '小学', '小学'],
    ],
    groups: [
      ['集团编号', '集团名称', '类别', '紧密程度', '合作模式'],
      ['G001', '城东教育集团', '教育集团（聚合型）', '紧密型', '伙伴式'],
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
      ['教育局人员', 'lisi', 'R0101', '教育局', '2026-09-01', ''],
    ],
  },
  en: {
    regions: [
      ['key', 'name', 'kind', 'parent'],
      ['R01', 'Example City', 'city', ''],
      ['R0101', 'Example County', 'county', 'R01'],
    ],
    schools: [
      ['key', 'name', 'region', 'place', 'kind', 'stages'],
      ['S001', 'East School', 'Example County', 'R0101', 'nine_year', '小学、初中'],
    ],
    groups: [
      ['key', 'name', 'kind', 'tie', 'pattern'],
      ['G001', 'East Group', 'joined_group', 'tight', 'partners'],
    ],
    users: [
      ['key', 'login', 'name', 'password', 'role'],
      ['T0001', 'zhangsan', 'Zhang San', '', ''],
    ],
    memberships: [
      ['kind', 'member', 'container', 'role', 'from', 'until'],
      ['user_in_school', 'zhangsan', 'S001', 'teacher', '2026-09-01', ''],
      ['school_in_group', 'S001', 'G001', 'core', '2026-09-01', ''],
      ['user_in_region', 'zhangsan', 'R0101', 'bureau_officer', '2026-09-01', ''],
    ],
  },
}
