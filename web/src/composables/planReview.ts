import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { api } from '@/api'
import { asApiError, type ApiError } from '@/api/errors'
import type { Entry, PlanEdit, PlanEdited } from '@/api/types'
import { isPlanned, withChange, type PlanChange } from './planColumns'
import { usePagedList } from './pagedList'

const pageSize = 200

/** The rows of a plan. A change is seen at once and sent in its turn; what the server refuses is put back. */
export function usePlanReview(id: Ref<string>, filter: Ref<string | undefined>, folder: Ref<string>, changed: () => void) {
  /** Only planned files stand in folders. */
  const state = computed(() => (folder.value && filter.value !== 'unsure' ? 'planned' : filter.value))
  const list = usePagedList((after, signal) => api.entries(id.value, { state: state.value, below: folder.value || undefined, after, limit: pageSize }, signal))
  const error = shallowRef<ApiError | null>(null)
  const pending = ref(0)
  const saved = ref(false)
  /** Files whose wish the server could not meet. */
  const refused = shallowRef<PlanEdited | null>(null)
  let last: Promise<unknown> = Promise.resolve()

  watch([id, filter, folder], list.start, { immediate: true })

  /** Nothing overtakes: two changes of one cell reach the server in the order they were made. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    const mine = last.then(step)
    last = mine
    return mine
  }

  function put(rows: Map<number, Entry>) {
    list.items.value = list.items.value?.map((entry) => rows.get(entry.index) ?? entry)
  }

  function edit(indexes: number[], change: PlanChange): Promise<void> {
    const before = (list.items.value ?? []).filter(isPlanned).filter((entry) => indexes.includes(entry.index))
    const after = before.map((entry) => withChange(entry, change))
    put(new Map(after.map((entry) => [entry.index, entry])))
    return send({ entries: indexes, ...change }, () => {
      const now = new Set(list.items.value)
      put(new Map(before.filter((_, at) => now.has(after[at]!)).map((entry) => [entry.index, entry])))
    })
  }

  function send(change: PlanEdit, putBack: () => void): Promise<void> {
    pending.value++
    return inTurn(async () => {
      try {
        const answer = await api.editPlan(id.value, change)
        refused.value = answer.refused ? answer : null
        if (answer.refused) await list.refresh()
        error.value = null
        saved.value = true
        changed()
      } catch (problem) {
        putBack()
        error.value = asApiError(problem)
      } finally {
        pending.value--
      }
    })
  }

  /** After much may be different: a folder's rule, a table, newly read names. */
  async function reload() {
    await inTurn(list.refresh)
    changed()
  }

  return {
    entries: list.items,
    listError: list.error,
    loading: list.loading,
    hasMore: list.hasMore,
    start: list.start,
    more: list.more,
    refresh: () => inTurn(list.refresh),
    reload,
    edit,
    error,
    saving: computed(() => pending.value > 0),
    saved,
    refused,
  }
}
