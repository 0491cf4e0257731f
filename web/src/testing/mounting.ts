import { mount, type ComponentMountingOptions } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Agreement, Collection, EntryPlan, ImportStatus, Resource, ResourceTags, Submission, TagName } from '@/api/types'
import type { PlannedEntry } from '@/composables/planColumns'
import { tagNames } from '@/composables/tagNames'
import { i18n } from '@/i18n'

/** Mounts a component the way a page does: with texts and with addresses. */
export async function mountAt<C extends Component>(path: string, component: C, options: ComponentMountingOptions<C> = {}) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }] })
  await router.push(path)
  const wrapper = mount(component as Component, { ...(options as object), global: { plugins: [i18n, router] }, attachTo: document.body })
  return { wrapper, router }
}

export function aResource(change: Partial<Resource> = {}, tags: Partial<Record<TagName, string>> = {}): Resource {
  return {
    id: 'r1',
    version: 3,
    title: '有理数的加法',
    tags: Object.fromEntries(tagNames.map((name) => [name, { value: tags[name] ?? '', confidence: 1, source: 'person' }])) as unknown as ResourceTags,
    format: 'docx',
    owner: 's1',
    owner_name: '城东实验学校',
    created_by: 'u1',
    created_by_name: '李明',
    created_at: '2026-11-21T06:05:00Z',
    changed_at: '2026-11-21T06:05:00Z',
    state: 'indexed',
    reason: '',
    reason_text: '',
    reason_text_en: '',
    revision: { id: 'v1', blob: 'ab', size: 1000, path: '七上/有理数的加法.docx', media_type: '', by: 'u1', at: '2026-11-21T06:05:00Z' },
    head: { media_type: '', encoding: '', title: '', properties: {} },
    segment_count: 2,
    question_count: 0,
    may_edit: true,
    actions: ['find', 'view', 'download', 'fork'],
    releases: [{ kind: 'school', target: 's1', name: '城东实验学校' }],
    ...change,
  }
}

/** An agreement of two schools, drafted by the first. */
export function anAgreement(change: Partial<Agreement> = {}): Agreement {
  const party = { kind: 'school' as const, from: '1970-01-01T00:00:00.000Z', until: '9999-12-31T23:59:59.000Z', approved_by: '', approved_at: '1970-01-01T00:00:00.000Z' }
  return {
    id: 'a1',
    version: 2,
    title: '城东集团资源共享协议',
    sharing: 'by_default',
    flow: 'both',
    content: { types: [], subjects: ['数学'], least: 'none' },
    actions: ['find', 'view'],
    unshared: 'hidden',
    parties: [
      { ...party, id: 's1', role: 'lead', name: '城东实验学校' },
      { ...party, id: 's2', role: 'member', name: '城西小学' },
    ],
    from: '2026-08-31T16:00:00.000Z',
    until: '2027-08-31T16:00:00.000Z',
    duties: '',
    filing_number: '',
    attachments: [],
    state: 'draft',
    renews: '',
    created_by: 'u1',
    created_at: '2026-08-01T00:00:00.000Z',
    phase: 'draft',
    may: [],
    may_for: ['s1'],
    may_edit: false,
    ...change,
  }
}

/** A draft of one's own with two sections. */
export function aCollection(change: Partial<Collection> = {}): Collection {
  return {
    id: 'c1',
    version: 3,
    title: '勾股定理专题',
    description: '三节课用的资料。',
    owner_user: 'u1',
    owner_name: '张三',
    school: 's1',
    school_name: '城东实验学校',
    state: 'draft',
    created_at: '2026-11-21T06:05:00Z',
    changed_at: '2026-11-21T06:05:00Z',
    may_edit: true,
    may_manage: true,
    may_unpublish: false,
    changed_by_name: '张三',
    releases: [],
    collaborators: [],
    sections: [
      {
        id: 's',
        title: '引入',
        note: '',
        items: [
          { id: 'a', kind: 'resource', resource: aResource({ id: 'r1', title: '勾股定理 教案' }), note: '先看这个', question: '', page_from: 3, page_to: 5 },
          { id: 'b', kind: 'resource', resource: aResource({ id: 'r2', title: '勾股定理 课件' }), note: '', question: '' },
        ],
      },
      { id: 't', title: '平台', note: '课后看', items: [{ id: 'c', kind: 'link', title: '国家平台', url: 'https://basic.smartedu.cn/', note: '' }] },
    ],
    ...change,
  }
}

/** Under review by one person, in the eyes of somebody who only looks. */
export function aSubmission(change: Partial<Submission> = {}): Submission {
  return {
    id: 'b1',
    version: 2,
    resource: 'r1',
    revision: 'v1',
    place: { kind: 'school', id: 's1', name: '城东实验学校' },
    at: '2026-11-21T06:05:00Z',
    blind: false,
    needed: 1,
    state: 'under_review',
    decided_at: '1970-01-01T00:00:00.000Z',
    comments: 0,
    title: '勾股定理 教案',
    type: '教案',
    owner_name: '城东实验学校',
    by_name: '张三',
    outdated: false,
    tied: false,
    part: { submitter: false, reviewer: true, presides: false },
    criteria: [
      { name: '科学准确', name_en: 'Accurate', most: 20, weight: 1 },
      { name: '教学设计', name_en: 'Design', most: 10, weight: 1 },
    ],
    reviewers: [{ number: 1, mine: true, spoke: false, user: { id: 'u1', name: '钱老师' } }],
    decided_by_name: '',
    may: [],
    may_comment: false,
    earlier: [],
    ...change,
  }
}

/** A file of a plan that nobody has to look at. */
export function aPlannedEntry(index: number, change: Partial<EntryPlan> = {}, path = `备课/八上/${index} 教案.docx`): PlannedEntry {
  const { tags } = aResource({}, { type: '教案', subject: '数学' })
  const plan: EntryPlan = { title: `${index} 教案`, titled: false, tags, action: 'add', decided: false, same_as: 0, unsure: false, ...change }
  return { index, path, size: 1000, state: 'planned', reason: '', reason_text: '', reason_text_en: '', plan }
}

export function anImport(change: Partial<ImportStatus['import']> = {}, counts: Partial<ImportStatus['counts']> = {}): ImportStatus {
  const none = { total: 0, planned: 0, unsure: 0, left_out: 0, waiting: 0, indexed: 0, indexed_partly: 0, stored_only: 0, encrypted: 0, broken: 0, too_large: 0, duplicate: 0, skipped: 0, withdrawn: 0, undone: 0 }
  return {
    import: {
      id: 'i1',
      version: 1,
      school: 's1',
      by: 'u1',
      releases: [],
      file_name: '备课.zip',
      size: 1000,
      archive: true,
      state: 'planned',
      reason: '',
      reviewed: true,
      charset: '',
      members_listed: 3,
      members_surveyed: 3,
      planned_bytes: 3000,
      created_at: '2026-11-21T06:05:00Z',
      finished_at: '',
      expires_at: '1970-01-01T00:00:00.000Z',
      ...change,
    },
    counts: { ...none, ...counts },
    reason_text: '',
    reason_text_en: '',
    school_name: '城东实验学校',
    may_review: true,
  }
}

interface Answer {
  status?: number
  body?: unknown
}
export interface Asked {
  method: string
  path: string
  headers: Headers
  body: unknown
}

/** Answers fetch from a table of "METHOD /path" and records what was asked. */
export function answering(answers: Record<string, Answer | ((asked: Asked) => Answer)>): Asked[] {
  const log: Asked[] = []
  globalThis.fetch = async (input, init) => {
    const asked = {
      method: init?.method ?? 'GET',
      path: String(input),
      headers: new Headers(init?.headers),
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body,
    }
    log.push(asked)
    const found = answers[`${asked.method} ${asked.path}`]
    if (!found) throw new TypeError(`nobody answers ${asked.method} ${asked.path}`)
    const { status = 200, body = {} } = typeof found === 'function' ? found(asked) : found
    return new Response(status === 204 ? null : JSON.stringify(body), { status })
  }
  return log
}

export function aProblem(status: number, code: string, title: string, title_en: string): Answer {
  return { status, body: { type: 'about:blank', status, code, title, title_en, request_id: 'q1' } }
}
