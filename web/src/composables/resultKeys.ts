import { onBeforeUnmount, onMounted, type Ref } from 'vue'

/** j/k and the arrows move through the results, Esc closes what is open. Enter opens: the titles are links. */
export function useResultKeys(list: Readonly<Ref<HTMLElement | null>>, close: () => void) {
  function titles() {
    return [...(list.value?.querySelectorAll<HTMLElement>('[data-result]') ?? [])]
  }
  function move(step: number) {
    const all = titles()
    const now = all.findIndex((title) => title.closest('li')?.contains(document.activeElement))
    const next = all[now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1)]
    next?.focus({ preventScroll: true })
    next?.closest('li')?.scrollIntoView({ block: 'nearest' })
  }
  function onKey(event: KeyboardEvent) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target as Element
    if (target.closest('input, textarea, select, [role="dialog"]')) return
    const inList = list.value?.contains(target) || target === document.body || target.id === 'main'
    if (event.key === 'j' || (event.key === 'ArrowDown' && inList)) move(1)
    else if (event.key === 'k' || (event.key === 'ArrowUp' && inList)) move(-1)
    else if (event.key === 'Escape') return close()
    else return
    event.preventDefault()
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
