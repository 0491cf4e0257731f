import { computed, ref, shallowReactive, shallowRef, watch, type Ref } from 'vue'
import { api } from '@/api'
import { asApiError, type ApiError } from '@/api/errors'
import type { Entry, EntryAction, PlanEdit } from '@/api/types'
import { isPlanned, withChange, type PlanChange } from './planColumns'
import { usePagedList } from './pagedList'

const pageSize = 200

/** The rows of a plan. A change is seen at once and sent in its turn; what the server refuses is put back. */
export function usePlanReview(id: Ref<string>, filter: Ref<string | undefined>, changed: () => void) {
  const list = usePagedList((after, signal) => api.entries(id.value, { state: filter.value, after, limit: pageSize }, signal))
  const error = shallowRef<ApiError | null>(null)
  const pending = ref(0)
  const saved = ref(false)
  /** What is known to become of each planned file, whatever page or filter it was seen in. */
  const actions = shallowReactive(new Map<number, EntryAction>())
  let last: Promise<unknown> = Promise.resolve()

  watch(list.items, (entries) => {
    for (const entry of entries ?? []) if (isPlanned(entry)) actions.set(entry.index, entry.plan.action)
  })
  watch([id, filter], list.start, { immediate: true })

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
        await api.editPlan(id.value, change)
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
    actions.clear()
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
    known: computed(() => actions.size),
    leftOut: computed(() => [...actions.values()].filter((action) => action === 'leave_out').length),
  }
}
