import { computed, ref, watch } from 'vue'
import { useSession } from './session'

/** As many as the server packs at once. */
export const mostInBasket = 100

const ids = ref<string[]>([])
let kept = ''

function read(key: string): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string').slice(0, mostInBasket) : []
  } catch {
    return []
  }
}
function write() {
  try {
    if (kept) localStorage.setItem(kept, JSON.stringify(ids.value))
  } catch {
    // A browser that keeps nothing has a basket until the page is closed.
  }
}

/** What somebody put aside to take home together: in this browser, each person's own, as ids alone. */
export function useBasket() {
  const { user } = useSession()
  watch(
    () => user.value?.id ?? '',
    (id) => {
      const key = id && `kecang.basket.${id}`
      if (key === kept) return
      kept = key
      ids.value = kept ? read(kept) : []
    },
    { immediate: true },
  )
  const has = (id: string) => ids.value.includes(id)
  return {
    ids,
    count: computed(() => ids.value.length),
    full: computed(() => ids.value.length >= mostInBasket),
    has,
    put(id: string) {
      if (has(id) || ids.value.length >= mostInBasket) return
      ids.value = [...ids.value, id]
      write()
    },
    take(id: string) {
      ids.value = ids.value.filter((one) => one !== id)
      write()
    },
    empty() {
      ids.value = []
      write()
    },
    restore(before: string[]) {
      ids.value = before
      write()
    },
  }
}

// What another tab put aside is seen here, too.
addEventListener('storage', (event) => {
  if (event.key === kept && kept) ids.value = read(kept)
})
