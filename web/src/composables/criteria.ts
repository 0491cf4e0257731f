import { useI18n } from 'vue-i18n'
import type { Criterion } from '@/api/types'

/** What a criterion is called in the reader's language. */
export function useCriterionName() {
  const { locale } = useI18n()
  return (one: Criterion) => (locale.value === 'en' && one.name_en ? one.name_en : one.name)
}
