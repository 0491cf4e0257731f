import './styles'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, restoreLanguage } from './i18n'
import { router } from './router'

await restoreLanguage()
createApp(App).use(i18n).use(router).mount('#app')
