import { onScopeDispose, ref } from 'vue'

export function useMedia(query: string) {
  const list = window.matchMedia(query)
  const matches = ref(list.matches)
  const update = () => (matches.value = list.matches)
  list.addEventListener('change', update)
  onScopeDispose(() => list.removeEventListener('change', update))
  return matches
}

/** From this width on the preview stands beside the results; below it is a page. */
export const useWideScreen = () => useMedia('(min-width: 1280px)')
export const usePhone = () => useMedia('(max-width: 899px)')
