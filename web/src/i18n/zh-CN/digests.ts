export default {
  title: '集团里的新资源',
  lead: '按您选的间隔，列出集团里新增、您今天能看的资源；没有新的就不提。',
  rhythm: '{group}多久告诉我一次',
  rhythms: { never: '不告诉我', daily: '每天', weekly: '每周' },
  address: '同时发到邮箱',
  addressOf: '{group}的邮件发到',
  save: '保存',
  nothing: '这段时间没有新的。',
  more: '还有更多，请到搜索里看。',
}
