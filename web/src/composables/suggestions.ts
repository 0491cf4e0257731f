import { computed, ref, shallowRef, type Ref } from 'vue'
import { api } from '@/api'
import type { Suggestion } from '@/api/types'
import { useRequest } from './request'
import { useSettled } from './settled'

const settleMs = 120

/** What is offered for `text` while somebody types. Asks once the typing rests, drops older answers, and closes on demand. */
export function useSuggestions(text: Ref<string>) {
  const open = ref(false)
  const chosen = ref(-1)
  const items = shallowRef<Suggestion[]>([])
  let wanted = ''
  const { data, error, run } = useRequest(async (signal) => ({ for: wanted, ...(await api.suggest(wanted, signal)) }))

  async function ask() {
    if (!wanted) return
    await run()
    // Suggestions are a help: without them the box works as before.
    if (error.value || data.value?.for !== wanted) return
    items.value = data.value.items
    chosen.value = -1
    open.value = items.value.length > 0
  }
  const settled = useSettled(ask, settleMs)

  function typed() {
    wanted = text.value.trim()
    chosen.value = -1
    if (!wanted) return close()
    settled()
  }
  /** Also forgets a question that is on its way. */
  function close() {
    wanted = ''
    open.value = false
    chosen.value = -1
  }
  /** Round and round, with the typed text itself as one of the places. */
  function move(by: number) {
    const places = items.value.length + 1
    chosen.value = ((chosen.value + 1 + by + places) % places) - 1
  }
  return { items, open, chosen, current: computed(() => (open.value ? items.value[chosen.value] : undefined)), typed, close, move }
}
