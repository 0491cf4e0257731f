import { computed, type Ref } from 'vue'
import type { ImportStatus } from '@/api/types'

/** How far an import is and, once two looks at it are known, how long it will still take. */
export function useImportProgress(status: Ref<ImportStatus | undefined>) {
  let first: { time: number; done: number } | undefined
  const running = computed(() => ['unpacking', 'reading'].includes(status.value?.import.state ?? ''))
  /** While an archive is being opened, nobody knows yet how many files it holds. */
  const counting = computed(() => status.value?.import.state === 'unpacking')
  const total = computed(() => status.value?.counts.total ?? 0)
  const done = computed(() => total.value - (status.value?.counts.waiting ?? 0))
  const percent = computed(() => (total.value ? Math.floor((done.value / total.value) * 100) : 0))
  const secondsLeft = computed(() => {
    if (!running.value || counting.value || !total.value) return 0
    first ??= { time: Date.now(), done: done.value }
    const rate = (done.value - first.done) / (Date.now() - first.time)
    return rate > 0 ? (total.value - done.value) / rate / 1000 : 0
  })
  return { counting, total, done, percent, secondsLeft }
}
