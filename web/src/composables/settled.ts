import { onScopeDispose } from 'vue'

/** Answers a call that runs `then` once there were no more calls for `ms`. */
export function useSettled(then: () => unknown, ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    clearTimeout(timer)
    timer = setTimeout(then, ms)
  }
}
