import { createI18n } from 'vue-i18n'
import zh from './zh-CN'

export type Language = 'zh-CN' | 'en'
export type Messages = typeof zh

const key = 'kecang.language'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as Record<string, Messages>,
})

export function currentLanguage(): Language {
  return i18n.global.locale.value as Language
}

export async function setLanguage(language: Language) {
  if (language === 'en' && !i18n.global.availableLocales.includes('en')) {
    i18n.global.setLocaleMessage('en', (await import('./en')).default)
  }
  i18n.global.locale.value = language
  document.documentElement.lang = language
  localStorage.setItem(key, language)
}

export async function restoreLanguage() {
  if (localStorage.getItem(key) === 'en') await setLanguage('en')
}
