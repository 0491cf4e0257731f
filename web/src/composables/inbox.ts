import { computed, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { api } from '@/api'
import type { Inbox } from '@/api/types'
import { useSession } from './session'

const inbox = shallowRef<Inbox>()
let asked = 0
/** Steps are taken on pages; the next page shows what is left. */
const fresh = 20_000

/** How much waits for the reader: asked again when a page is opened and the last answer is older than a moment. */
export function useInbox() {
  const { user } = useSession()
  const route = useRoute()
  async function look() {
    asked = Date.now()
    try {
      inbox.value = await api.inbox()
    } catch {
      // The number is a courtesy; the page itself says what is wrong.
    }
  }
  watch(
    [() => user.value?.id, () => route.path],
    ([now], [before]) => {
      if (!now) inbox.value = undefined
      else if (now !== before || Date.now() - asked > fresh) void look()
    },
    { immediate: true },
  )
  return { asking: computed(() => inbox.value?.asking ?? 0) }
}
