import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { asApiError, wasAborted, type ApiError } from '@/api/errors'
import type { ListPage } from '@/api/types'

/** A list read page by page with the server's `next`. */
export function usePagedList<T>(ask: (after: string | undefined, signal: AbortSignal) => Promise<ListPage<T>>) {
  const items = shallowRef<T[]>()
  const next = ref('')
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(false)
  let controller: AbortController | undefined

  async function read(after: string | undefined) {
    controller?.abort()
    const mine = (controller = new AbortController())
    loading.value = true
    try {
      const page = await ask(after, mine.signal)
      if (mine.signal.aborted) return
      items.value = after ? [...(items.value ?? []), ...page.items] : page.items
      next.value = page.next
      error.value = null
    } catch (problem) {
      if (mine.signal.aborted || wasAborted(problem)) return
      error.value = asApiError(problem)
    }
    loading.value = false
  }

  /** What has been read so far, read once more; it stays until all of it is there. */
  async function refresh() {
    const wanted = items.value?.length ?? 0
    if (wanted === 0) return read(undefined)
    controller?.abort()
    loading.value = false
    const mine = (controller = new AbortController())
    try {
      const fresh: T[] = []
      let after: string | undefined
      do {
        const page = await ask(after, mine.signal)
        if (mine.signal.aborted) return
        fresh.push(...page.items)
        after = page.next
      } while (after && fresh.length < wanted)
      items.value = fresh
      next.value = after
      error.value = null
    } catch (problem) {
      if (mine.signal.aborted || wasAborted(problem)) return
      error.value = asApiError(problem)
    }
  }

  onScopeDispose(() => controller?.abort())
  return {
    items,
    error,
    loading,
    hasMore: computed(() => next.value !== ''),
    start: () => read(undefined),
    more: () => read(next.value),
    refresh,
  }
}
