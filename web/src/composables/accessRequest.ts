import type { AccessRequest } from '@/api/types'

export const accessTones: Record<AccessRequest['state'], 'ok' | 'going' | 'bad' | 'plain'> = { asked: 'going', granted: 'ok', declined: 'bad', withdrawn: 'plain' }
