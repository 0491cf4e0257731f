import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** True once `source` has been true for `ms`: short waits show no skeleton. */
export function useDelayed(source: Ref<boolean> | (() => boolean), ms = 150) {
  const shown = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    source,
    (value) => {
      clearTimeout(timer)
      if (value) timer = setTimeout(() => (shown.value = true), ms)
      else shown.value = false
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return shown
}
