import type { Action, Agreement, AgreementTerms, GroupKind, Member, PartyRole, PartyTerms } from '@/api/types'
import { isForever } from '@/i18n/format'
import { dayOf, forever, startOf } from './days'

/** The terms of an agreement as a form holds them: days instead of instants. */
export type AgreementDraft = Omit<AgreementTerms, 'from' | 'until'> & { fromDay: string; untilDay: string }

/** Who may be named as a party. */
export interface Candidate {
  kind: PartyTerms['kind']
  id: string
  name: string
}
export interface DraftGroup {
  id: string
  name: string
  kind: GroupKind
}

export const allActions: readonly Action[] = ['find', 'view', 'download', 'fork']

export function emptyDraft(today = new Date()): AgreementDraft {
  return {
    title: '',
    sharing: 'by_release',
    flow: 'both',
    content: { types: [], subjects: [], least: 'none' },
    actions: ['find', 'view', 'download'],
    unshared: 'hidden',
    parties: [],
    duties: '',
    attachments: [],
    fromDay: dayOf(today.toISOString()),
    untilDay: '',
  }
}

export function draftOf(agreement: Agreement): AgreementDraft {
  const { title, sharing, flow, content, actions, unshared, duties, attachments, from, until } = agreement
  const parties = agreement.parties.map(({ kind, id, role, from, until }) => ({ kind, id, role, from, until }))
  return {
    ...{ title, sharing, flow, actions, unshared, duties, attachments, parties },
    content: { types: [...content.types], subjects: [...content.subjects], least: content.least },
    fromDay: dayOf(from),
    untilDay: isForever(until) ? '' : dayOf(until),
  }
}

export function termsOf(draft: AgreementDraft): AgreementTerms {
  const { fromDay, untilDay, ...rest } = draft
  return { ...rest, actions: closed(draft.actions), from: startOf(fromDay), until: untilDay ? startOf(untilDay) : forever }
}

/** What cannot be done without something else brings it along, as the server reads it. */
function closed(actions: Action[]) {
  const most = Math.max(...actions.map((one) => allActions.indexOf(one)))
  return allActions.filter((one, index) => actions.includes(one) || (index < Math.min(most, 2)))
}

/** A group's usual terms with its schools as the parties; what people wrote themselves stays. */
export function beginFrom(draft: AgreementDraft, usual: AgreementTerms, members: Member[]): AgreementDraft {
  const { sharing, flow, content, actions, unshared } = usual
  const parties = members
    .filter((one) => one.current && one.membership.kind === 'school_in_group')
    .map((one) => ({ kind: 'school' as const, id: one.membership.subject, role: roles[one.membership.role] ?? 'member' }))
  return { ...draft, sharing, flow, content, actions, unshared, parties }
}
const roles: Partial<Record<Member['membership']['role'], PartyRole>> = { core: 'lead', partner: 'partner' }
