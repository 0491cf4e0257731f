import { useI18n } from 'vue-i18n'
import { asApiError } from '@/api/errors'
import type { FacetName, Locator } from '@/api/types'
import { formatTime } from './format'

/** The sentence for an error: this site's own words for the code, else what the server said. */
export function useErrorText() {
  const { t, te, locale } = useI18n()
  return (error: unknown) => {
    const problem = asApiError(error)
    const key = `errors.${problem.code}`
    if (te(key)) return t(key, problem.params)
    const title = locale.value === 'en' ? problem.titles.en : problem.titles.zh
    return title || t('errors.client.unexpected')
  }
}

/** Why a file or an import ended as it did, in the reader's language. */
export function useReasonText() {
  const { locale } = useI18n()
  return (one: { reason_text: string; reason_text_en: string }) => (locale.value === 'en' ? one.reason_text_en : one.reason_text)
}

/** Where a hit stands: 第 12 页, 第 3 张, 00:13:20. Empty when there is nowhere to point to. */
export function useLocatorText() {
  const { t } = useI18n()
  return (locator?: Locator) => {
    if (!locator || locator.kind === 'whole') return ''
    if (locator.kind === 'time') return formatTime(locator.number)
    if (locator.label && (locator.kind === 'sheet' || locator.kind === 'section')) return locator.label
    return t(`locator.${locator.kind}`, { number: locator.number })
  }
}

/** What a person reads for a facet's value; names of schools and groups come with it. */
export function useFacetLabel() {
  const { t, te } = useI18n()
  return (name: FacetName, label: string) => {
    if (name === 'format') return label.toUpperCase()
    const kind = `questions.kind.${label}`
    return name === 'question_kind' && te(kind) ? t(kind) : label
  }
}

/** "还需约 3 分钟" in the unit a person would use. */
export function useDurationText() {
  const { t } = useI18n()
  return (seconds: number) => {
    if (seconds < 60) return t('upload.seconds', { count: Math.max(1, Math.round(seconds)) })
    if (seconds < 5400) return t('upload.minutes', { count: Math.round(seconds / 60) })
    return t('upload.hours', { count: Math.round(seconds / 3600) })
  }
}
