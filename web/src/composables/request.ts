import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asApiError, wasAborted, type ApiError } from '@/api/errors'

export interface Requested<T> {
  data: ShallowRef<T | undefined>
  error: ShallowRef<ApiError | null>
  loading: Ref<boolean>
  run: () => Promise<void>
}

/** One thing asked of the server. A newer run aborts the older; what was there stays until the new answer comes. */
export function useRequest<T>(ask: (signal: AbortSignal) => Promise<T>): Requested<T> {
  const data = shallowRef<T>()
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(false)
  let controller: AbortController | undefined

  async function run() {
    controller?.abort()
    const mine = (controller = new AbortController())
    loading.value = true
    try {
      const answer = await ask(mine.signal)
      if (mine.signal.aborted) return
      data.value = answer
      error.value = null
    } catch (problem) {
      if (mine.signal.aborted || wasAborted(problem)) return
      error.value = asApiError(problem)
    }
    loading.value = false
  }

  onScopeDispose(() => controller?.abort())
  return { data, error, loading, run }
}
