import { computed, shallowRef } from 'vue'
import { api } from '@/api'
import { ApiError } from '@/api/errors'
import { setCsrfToken } from '@/api/request'
import type { Session } from '@/api/types'

/** undefined: not asked yet; null: nobody is signed in. */
const session = shallowRef<Session | null>()

export function setSession(value: Session | null) {
  session.value = value
  setCsrfToken(value?.csrf_token ?? '')
}

export async function loadSession() {
  if (session.value !== undefined) return session.value
  try {
    setSession(await api.session())
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    setSession(null)
  }
  return session.value ?? null
}

/** After something about the viewer changed, e.g. the password. */
export async function reloadSession() {
  setSession(await api.session())
}

/** An administrator looks as somebody else and can change nothing meanwhile. */
export async function startViewing(user: string) {
  await api.viewAs(user)
  await reloadSession()
}

export async function stopViewing() {
  await startViewing('')
}

export async function signOut() {
  await api.signOut()
  setSession(null)
}

export function useSession() {
  return {
    session,
    user: computed(() => session.value?.user),
    viewing: computed(() => session.value?.viewing_as ?? false),
    isAdministrator: computed(() => session.value?.user.role === 'administrator'),
    schools: computed(() => session.value?.schools ?? []),
    groups: computed(() => session.value?.groups ?? []),
  }
}
