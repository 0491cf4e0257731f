import { computed, type Ref } from 'vue'
import type { ImportStatus } from '@/api/types'

/** How far an import is and, once two looks at it are known, how long it will still take. */
export function useImportProgress(status: Ref<ImportStatus>) {
  let first: { time: number; done: number; state: string } | undefined
  const state = computed(() => status.value.import.state)
  /** While an archive is being opened, nobody knows yet how many files it holds; unless they were reviewed. */
  const counting = computed(() => state.value === 'planning' || (state.value === 'unpacking' && !status.value.import.reviewed))
  const total = computed(() => status.value.counts.total)
  const done = computed(() => {
    const { counts } = status.value
    return state.value === 'undoing' ? counts.undone : counts.total - counts.waiting - counts.planned
  })
  const percent = computed(() => (total.value ? Math.floor((done.value / total.value) * 100) : 0))
  const secondsLeft = computed(() => {
    if (counting.value || !total.value) return 0
    if (first?.state !== state.value) first = { time: Date.now(), done: done.value, state: state.value }
    const rate = (done.value - first.done) / (Date.now() - first.time)
    return rate > 0 ? (total.value - done.value) / rate / 1000 : 0
  })
  return { counting, total, done, percent, secondsLeft }
}
