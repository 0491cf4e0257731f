import type { Action, Agreement, Release, ReleaseKind } from '@/api/types'

/** Offers to one place that differ only in how far they go there. */
const families: Partial<Record<ReleaseKind, ReleaseKind>> = { school_only: 'school', partners: 'group', agreement: 'group' }
const family = (kind: ReleaseKind) => families[kind] ?? kind
export const samePlace = (a: Release, b: Release) => a.target === b.target && family(a.kind) === family(b.kind)

/** As the server takes it: without names, and without what says nothing. */
export const plainRelease = ({ kind, target, actions, from }: Release): Release => ({ kind, target, ...(actions && { actions }), ...(from && { from }) })
/** For comparing: the order in which offers stand means nothing. */
export const spelledReleases = (list: Release[]) => JSON.stringify(list.map((one) => JSON.stringify(plainRelease(one))).sort())

/** What a person chooses between; a set that was made otherwise is shown as the nearest one below it. */
export const uses = {
  all: undefined,
  read_download: ['find', 'view', 'download'],
  read: ['find', 'view'],
  title: ['find'],
} as const satisfies Record<string, readonly Action[] | undefined>
export type Use = keyof typeof uses

export function useOf({ actions }: Pick<Release, 'actions'>): Use {
  if (!actions || actions.includes('fork')) return 'all'
  if (actions.includes('download')) return 'read_download'
  return actions.includes('view') ? 'read' : 'title'
}

/** Agreements in force by which a school gives something to others. */
export function agreementsGiving(agreements: Agreement[], school: string, groups: string[]) {
  return agreements.filter((one) => one.phase === 'active' && one.parties.some((party) => (party.id === school || groups.includes(party.id)) && gives(party.role, one.flow)))
}
function gives(role: Agreement['parties'][number]['role'], flow: Agreement['flow']) {
  if (role === 'partner') return false
  return flow === 'both' || (flow === 'down') === (role === 'lead')
}
