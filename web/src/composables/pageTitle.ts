import { useI18n } from 'vue-i18n'
import { watchEffect } from 'vue'

/** The tab's title follows the page and the language. */
export function usePageTitle(page: () => string | undefined) {
  const { t } = useI18n()
  watchEffect(() => {
    const name = page()
    document.title = name ? t('app.title', { page: name }) : t('app.name')
  })
}
