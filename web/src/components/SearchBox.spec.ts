import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answering, mountAt } from '@/testing/mounting'
import SearchBox from './SearchBox.vue'

const title = { kind: 'title', text: '勾股定理的应用', ranges: [{ start: 0, end: 2 }], search: { q: '勾股定理的应用' } }
const school = { kind: 'school', text: '古城中学', ranges: [{ start: 0, end: 1 }], search: { school: ['s1'] } }
const ask = (q: string) => `GET /api/v1/suggest?q=${encodeURIComponent(q)}`

async function box(path = '/s') {
  const { wrapper, router } = await mountAt(path, SearchBox)
  const input = wrapper.get('input')
  return {
    wrapper,
    router,
    input,
    async type(text: string) {
      await input.setValue(text)
      await vi.advanceTimersByTimeAsync(200)
      await flushPromises()
    },
    options: () => wrapper.findAll('[role=option]').map((one) => one.text()),
  }
}

describe('the search box', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    document.body.innerHTML = ''
  })

  it('offers what begins as it was typed, marks it, and says how many there are', async () => {
    answering({ [ask('gougu')]: { body: { items: [title, school] } } })
    const { wrapper, input, type, options } = await box()
    await type('gougu')
    expect(options()).toEqual(['勾股定理的应用资源', '古城中学学校'])
    expect(wrapper.get('mark').text()).toBe('勾股')
    expect(input.attributes()).toMatchObject({ role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'search-suggestions' })
    expect(wrapper.get('[aria-live]').text()).toContain('2')
  })

  it('asks once for what was typed quickly, and never for nothing', async () => {
    const asked = answering({ [ask('gou')]: { body: { items: [title] } } })
    const { input, type } = await box()
    await input.setValue('g')
    await input.setValue('go')
    await type('gou')
    await type('  ')
    expect(asked.map((one) => one.path)).toEqual(['/api/v1/suggest?q=gou'])
  })

  it('asks nothing while an input method is composing, and asks when it is done', async () => {
    const asked = answering({ [ask('勾')]: { body: { items: [title] } } })
    const { wrapper, input, type, options } = await box()
    await input.trigger('compositionstart')
    input.element.value = "gou'gu"
    input.element.dispatchEvent(new InputEvent('input', { isComposing: true }))
    await vi.advanceTimersByTimeAsync(500)
    expect(asked).toHaveLength(0)
    input.element.value = '勾'
    await input.trigger('compositionend')
    await vi.advanceTimersByTimeAsync(200)
    await flushPromises()
    expect(options()).toHaveLength(1)
    expect(wrapper.find('[role=listbox]').exists()).toBe(true)
    await type('')
    expect(options()).toHaveLength(0)
  })

  it('is moved through by arrow keys and chosen from by Enter', async () => {
    answering({ [ask('g')]: { body: { items: [title, school] } } })
    const { wrapper, router, input, type } = await box('/s?subject=数学')
    await type('g')
    const active = () => input.attributes('aria-activedescendant')
    await input.trigger('keydown', { key: 'ArrowDown' })
    expect(active()).toBe('search-suggestions-0')
    await input.trigger('keydown', { key: 'ArrowUp' })
    expect(active()).toBeUndefined()
    await input.trigger('keydown', { key: 'ArrowUp' })
    expect(active()).toBe('search-suggestions-1')
    expect(wrapper.get('[aria-selected=true]').text()).toContain('古城中学')
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ subject: ['数学'], school: ['s1'] })
    expect(wrapper.find('[role=listbox]').exists()).toBe(false)
  })

  it('searches for the typed words when none is chosen', async () => {
    answering({ [ask('gougu')]: { body: { items: [title] } } })
    const { wrapper, router, type } = await box()
    await type('gougu')
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ q: 'gougu' })
  })

  it('looks for a title that is clicked, also from other pages', async () => {
    answering({ [ask('gg')]: { body: { items: [title] } } })
    const { wrapper, router, input, type } = await box('/upload')
    await type('gg')
    await wrapper.get('[role=option]').trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe(`/s?q=${encodeURIComponent(title.text)}`)
    expect(input.element.value).toBe(title.text)
  })

  it('closes on Escape first, and does not open again for an answer that comes late', async () => {
    let answer: (value: Response) => void = () => {}
    const { wrapper, input, type } = await box()
    answering({ [ask('g')]: { body: { items: [title] } } })
    await type('g')
    await input.trigger('keydown', { key: 'Escape' })
    expect(wrapper.find('[role=listbox]').exists()).toBe(false)
    globalThis.fetch = () => new Promise((resolve) => (answer = resolve))
    await type('go')
    await input.trigger('keydown', { key: 'Escape' })
    answer(new Response(JSON.stringify({ items: [title] })))
    await flushPromises()
    expect(wrapper.find('[role=listbox]').exists()).toBe(false)
  })

  it('works without suggestions when they cannot be had', async () => {
    answering({})
    const { wrapper, router, type } = await box()
    await type('gougu')
    expect(wrapper.find('[role=listbox]').exists()).toBe(false)
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ q: 'gougu' })
  })
})
