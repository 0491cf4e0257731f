import type zh from '../zh-CN/inbox'

const messages: typeof zh = {
  title: 'Inbox',
  lead: 'What waits for you, and what became of what you handed in. What is done goes by itself.',
  link: 'Inbox {count}',
  empty: 'Nothing waits for you',
  asking: 'Waits for you',
  told: 'Good to know',
  kind: {
    approve_agreement: 'An agreement waits for your approval',
    file_agreement: 'An agreement waits to be filed',
    approve_request: 'A change of a group waits for your consent',
    file_request: 'A change of a group waits to be filed',
    review: 'Waits for your review',
    appoint: 'Waits for you to appoint reviewers',
    decide: 'Reviewers disagree; it is for you to decide',
    returned: 'Came back to you; change it and hand it in again',
    answer_access: 'Somebody asks for a resource of your school',
    agreement_ends: 'An agreement ends soon',
    membership_ends: 'A membership ends soon',
    decided: 'What you handed in was decided',
    access_granted: 'What you asked for was opened',
    access_declined: 'What you asked for was declined',
    newer_standard: 'You took an older version; the group’s standard is another one now',
    mentioned: 'Somebody named you in a discussion',
  },
  ends: 'ends {date}',
}

export default messages
