import { onScopeDispose } from 'vue'

/** Calls `step` every `interval` ms while it answers true and the page is looked at. */
export function usePolling(step: () => Promise<boolean>, interval: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  async function tick() {
    timer = undefined
    const goOn = document.hidden || (await step())
    if (goOn && !stopped) timer = setTimeout(tick, interval)
  }
  function start() {
    if (timer === undefined && !stopped) timer = setTimeout(tick, interval)
  }
  onScopeDispose(() => {
    stopped = true
    clearTimeout(timer)
  })
  return { start }
}
