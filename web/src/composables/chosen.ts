import { computed, ref } from 'vue'

/** As many as the server changes at once. */
export const mostChosen = 1000

const choosing = ref(false)
const ids = ref(new Set<string>())

/** Resources that were ticked in a list, to be changed together. They stay ticked from page to page. */
export function useChosen() {
  function set(all: Iterable<string>) {
    ids.value = new Set([...all].slice(0, mostChosen))
  }
  return {
    choosing,
    ids,
    count: computed(() => ids.value.size),
    has: (id: string) => ids.value.has(id),
    toggle(id: string) {
      set(ids.value.has(id) ? [...ids.value].filter((one) => one !== id) : [...ids.value, id])
    },
    add: (more: string[]) => set([...ids.value, ...more]),
    clear: () => set([]),
    begin: () => (choosing.value = true),
    stop() {
      choosing.value = false
      set([])
    },
  }
}
