import { useI18n } from 'vue-i18n'
import { asApiError } from '@/api/errors'
import type { Agreement, CollectionItem, FacetName, Locator, Reason, ReleaseView } from '@/api/types'
import { useOf } from '@/composables/releases'
import { formatDay, formatTime, isForever } from './format'

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

/** To whom one offer goes, as the label of it. */
export function useReleaseText() {
  const { t } = useI18n()
  return (release: Pick<ReleaseView, 'kind' | 'name'>) => t(`access.release.${release.kind}`, { name: release.name })
}

/** "阅读和下载 · 2026年9月1日起"; empty for everything at once. */
export function useTermsText() {
  const { t } = useI18n()
  return (release: Pick<ReleaseView, 'actions' | 'from'>) => {
    const use = useOf(release)
    const later = release.from && new Date(release.from) > new Date()
    return [use !== 'all' && t(`access.use.${use}`), later && t('access.fromDay', { date: formatDay(release.from!) })].filter(Boolean).join(' · ')
  }
}

/** The chain from an offer to the reader, as one sentence. */
export function useReasonSentence() {
  const { t } = useI18n()
  return ({ release, agreement, actions, until }: Reason) => {
    const parts = [
      agreement ? t('access.by.agreement', { agreement: agreement.title }) : t(`access.by.${release.kind}`, { name: release.name, agreement: release.name }),
      t('access.may', { actions: actions.map((action) => t(`access.action.${action}`)).join(t('access.and')) }),
      ...(until ? [t('access.until', { date: formatDay(until) })] : []),
    ]
    return parts.join(t('access.comma')) + t('access.stop')
  }
}

/** From when until when an agreement counts. */
export function useAgreementTime() {
  const { t } = useI18n()
  return ({ from, until }: Pick<Agreement, 'from' | 'until'>) =>
    isForever(until) ? t('agreements.fromDay', { from: formatDay(from) }) : t('agreements.fromUntil', { from: formatDay(from), until: formatDay(until) })
}

/** Which part of a resource an item of a collection means: 第 3–5 页 · 第 2 题 · 00:13:20. Empty: all of it. */
export function useItemPart() {
  const { t } = useI18n()
  return ({ page_from: from, page_to: to, question, cue }: Pick<CollectionItem, 'page_from' | 'page_to' | 'question' | 'cue'>) => {
    const pages = from && (to && to !== from ? t('collections.pages', { from, to }) : t('collections.page', { from }))
    return [pages, question && t('collections.question', { number: question }), cue !== undefined && formatTime(cue * 1000)].filter(Boolean).join(' · ')
  }
}
