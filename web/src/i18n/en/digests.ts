import type zh from '../zh-CN/digests'

const messages: typeof zh = {
  title: 'New in your groups',
  lead: 'At the interval you choose: what is new in the group and open to you today. Nothing new, nothing said.',
  rhythm: 'How often to tell me of {group}',
  rhythms: { never: 'Never', daily: 'Daily', weekly: 'Weekly' },
  address: 'Also by mail to',
  addressOf: 'Mail about {group} goes to',
  save: 'Save',
  nothing: 'Nothing new in this time.',
  more: 'There is more; see the search.',
}
export default messages
