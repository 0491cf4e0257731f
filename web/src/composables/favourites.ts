import { ref, watch } from 'vue'
import { api } from '@/api'
import { useSession } from './session'

const ids = ref(new Set<string>())
let whose = ''

/** What the reader starred, as ids, asked for once; the server keeps it. */
export function useFavourites() {
  const { user, viewing } = useSession()
  watch(
    () => (viewing.value ? '' : (user.value?.id ?? '')),
    async (now) => {
      if (now === whose) return
      whose = now
      ids.value = new Set()
      if (!now) return
      try {
        const found = await api.favouriteIds()
        if (whose === now) ids.value = new Set(found.ids)
      } catch {
        // Stars are a courtesy; the page they stand on says what is wrong.
      }
    },
    { immediate: true },
  )
  return {
    has: (id: string) => ids.value.has(id),
    async toggle(id: string) {
      const starred = ids.value.has(id)
      await (starred ? api.unstar(id) : api.star(id))
      const now = new Set(ids.value)
      if (starred) now.delete(id)
      else now.add(id)
      ids.value = now
    },
  }
}
