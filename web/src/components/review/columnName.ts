import { useI18n } from 'vue-i18n'
import { isTag, type PlanColumn } from '@/composables/planColumns'

export function useColumnName() {
  const { t } = useI18n()
  return (column: PlanColumn) => (isTag(column) ? t(`resource.tag.${column}`) : t(`review.columns.${column}`))
}
