import { useI18n } from 'vue-i18n'
import type { GroupRequest, GroupRequestKind, GroupRequestState } from '@/api/types'

export const requestKinds: readonly GroupRequestKind[] = ['join', 'leave', 'extend', 'found', 'merge', 'split', 'hand_over']
export const makesGroup = (kind: GroupRequestKind) => kind === 'found' || kind === 'split'
export const takesSchools = (kind: GroupRequestKind) => kind !== 'merge'
export const takesGroup = (kind: GroupRequestKind) => kind !== 'found' && kind !== 'hand_over'
export const takesRoles = (kind: GroupRequestKind) => kind === 'join' || makesGroup(kind)
export const takesUntil = (kind: GroupRequestKind) => takesRoles(kind) || kind === 'extend'

export const requestTones: Record<GroupRequestState, 'ok' | 'going' | 'bad' | 'plain'> = { proposed: 'going', agreed: 'going', filed: 'ok', refused: 'bad', withdrawn: 'plain' }

/** A request in one line: who does what. */
export function useRequestSummary() {
  const { t } = useI18n()
  const shown = 3
  return ({ terms, group_name, into_name, receiver_name }: GroupRequest) => {
    const names = (terms.schools ?? []).map((one) => one.name ?? '')
    const first = names.slice(0, shown).join(t('agreements.and'))
    const schools = names.length > shown ? t('requests.someSchools', { names: first, count: names.length }) : first
    return t(`requests.summary.${terms.kind}`, { schools, name: terms.name ?? '', group: group_name, into: into_name, receiver: receiver_name })
  }
}
