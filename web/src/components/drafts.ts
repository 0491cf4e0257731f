import type { Resource } from '@/api/types'

/** Kept to the school's office until somebody offers it to others. */
export const isDraft = (resource: Pick<Resource, 'releases'>) => !!resource.releases?.length && resource.releases.every((one) => one.kind === 'office')
