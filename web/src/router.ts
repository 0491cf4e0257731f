import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { whenSignedOut } from './api/request'
import { loadSession, setSession, useSession } from './composables/session'
import SearchPage from './pages/SearchPage.vue'
import SignInPage from './pages/SignInPage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Everybody may come here; every other page is for who is signed in. */
    open?: boolean
    administrator?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/s' },
    { path: '/signin', component: SignInPage, meta: { open: true } },
    { path: '/password', component: () => import('./pages/NewPasswordPage.vue') },
    { path: '/s', component: SearchPage },
    { path: '/q', component: () => import('./pages/QuestionsPage.vue') },
    { path: '/r/:id', component: () => import('./pages/ResourcePage.vue') },
    { path: '/subscriptions', component: () => import('./pages/SubscriptionsPage.vue') },
    { path: '/upload', component: () => import('./pages/UploadPage.vue') },
    { path: '/import', component: () => import('./pages/ImportsPage.vue') },
    { path: '/import/:id', component: () => import('./pages/ImportPage.vue') },
    { path: '/groups', component: () => import('./pages/GroupsPage.vue') },
    { path: '/group/:id', component: () => import('./pages/GroupPage.vue') },
    { path: '/school/:id', component: () => import('./pages/SchoolPage.vue') },
    { path: '/school/:id/audit', component: () => import('./pages/AuditPage.vue') },
    { path: '/group/:id/audit', component: () => import('./pages/AuditPage.vue') },
    { path: '/basket', component: () => import('./pages/BasketPage.vue') },
    { path: '/mine', component: () => import('./pages/MinePage.vue') },
    { path: '/regions', component: () => import('./pages/RegionsPage.vue') },
    { path: '/group-requests', component: () => import('./pages/GroupRequestsPage.vue') },
    { path: '/group-requests/new', component: () => import('./pages/GroupRequestFormPage.vue') },
    { path: '/group-requests/:id', component: () => import('./pages/GroupRequestPage.vue') },
    { path: '/access-requests', component: () => import('./pages/AccessRequestsPage.vue') },
    { path: '/access-requests/:id', component: () => import('./pages/AccessRequestPage.vue') },
    { path: '/inbox', component: () => import('./pages/InboxPage.vue') },
    { path: '/textbook', component: () => import('./pages/TextbookPage.vue') },
    { path: '/textbook/lesson', component: () => import('./pages/LessonPackPage.vue') },
    { path: '/compare', component: () => import('./pages/ComparePage.vue') },
    { path: '/agreements', component: () => import('./pages/AgreementsPage.vue') },
    { path: '/agreements/new', component: () => import('./pages/AgreementFormPage.vue') },
    { path: '/agreements/:id', component: () => import('./pages/AgreementPage.vue') },
    { path: '/agreements/:id/edit', component: () => import('./pages/AgreementFormPage.vue') },
    { path: '/collections', component: () => import('./pages/CollectionsPage.vue') },
    { path: '/collections/:id', component: () => import('./pages/CollectionPage.vue') },
    { path: '/collections/:id/edit', component: () => import('./pages/CollectionEditPage.vue') },
    { path: '/submissions', component: () => import('./pages/SubmissionsPage.vue') },
    { path: '/submissions/:id', component: () => import('./pages/SubmissionPage.vue') },
    { path: '/account', component: () => import('./pages/AccountPage.vue') },
    { path: '/admin/roster', component: () => import('./pages/RosterPage.vue'), meta: { administrator: true } },
    { path: '/admin/status', component: () => import('./pages/StatusPage.vue'), meta: { administrator: true } },
    { path: '/admin/audit', component: () => import('./pages/AuditPage.vue'), meta: { administrator: true } },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue'), meta: { open: true } },
  ],
  scrollBehavior: (to, from, saved) => {
    if (saved) return saved
    return to.path === from.path && to.query.page === from.query.page ? false : { top: 0 }
  },
})

router.beforeEach(async (to) => {
  // No answer is not the same as "signed out": the page itself will show the error and offer to try again.
  const session = await loadSession().catch(() => undefined)
  if (to.path === '/signin' && session) return '/s'
  if (to.meta.open || session === undefined) return true
  if (session === null) return signInPage(to)
  if (session.user.must_change_password && !session.viewing_as && to.path !== '/password') return { path: '/password', query: { next: to.fullPath } }
  return true
})

whenSignedOut(() => {
  const { session } = useSession()
  if (!session.value) return
  setSession(null)
  const here = router.currentRoute.value
  if (!here.meta.open) void router.replace({ ...signInPage(here), query: { next: here.fullPath, expired: '1' } })
})

function signInPage(to: RouteLocationNormalized) {
  return { path: '/signin', query: to.fullPath === '/s' ? {} : { next: to.fullPath } }
}
