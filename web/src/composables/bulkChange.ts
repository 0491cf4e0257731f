import { computed, reactive, ref } from 'vue'
import type { BulkChange, Release, TagName } from '@/api/types'
import { tagNames } from './tagNames'

export const bulkModes = ['keep', 'add', 'replace', 'clear'] as const
export type BulkMode = (typeof bulkModes)[number]

/** What somebody says of many resources at once: of each tag, and of whom they are offered to, how and what. */
export function useBulkChange() {
  const modes = reactive(Object.fromEntries(tagNames.map((name) => [name, 'keep'])) as Record<TagName, BulkMode>)
  const values = reactive(Object.fromEntries(tagNames.map((name) => [name, ''])) as Record<TagName, string>)
  const offerMode = ref<BulkMode>('keep')
  const offers = ref<Release[]>([])

  const says = (name: TagName) => modes[name] === 'clear' || (modes[name] !== 'keep' && values[name].trim() !== '')
  const tags = computed(() => {
    const said: NonNullable<BulkChange['tags']> = {}
    for (const name of tagNames) {
      const mode = modes[name]
      if (mode !== 'keep' && says(name)) said[name] = { mode, value: mode === 'clear' ? '' : values[name].trim() }
    }
    return said
  })
  const anything = computed(() => Object.keys(tags.value).length > 0 || (offerMode.value !== 'keep' && offers.value.length > 0))
  function change(resources: string[]): BulkChange {
    return {
      resources,
      ...(Object.keys(tags.value).length && { tags: tags.value }),
      ...(offerMode.value !== 'keep' && offers.value.length && { releases: { mode: offerMode.value, releases: offers.value } }),
    }
  }
  return { modes, values, offerMode, offers, anything, change }
}
