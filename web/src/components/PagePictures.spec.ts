import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Preview } from '@/api/types'
import { aResource, answering, mountAt } from '@/testing/mounting'
import PagePictures from './PagePictures.vue'

const picture = (name: string) => ({ name, media_type: 'image/jpeg', size: 9 })
const pdf = { name: 'document.pdf', media_type: 'application/pdf', size: 90 }

async function mountWith(files: Preview['files'], mediaType: string) {
  answering({
    'GET /api/v1/resources/r1/preview': { body: { made: true, files, reason: '', reason_text: '', reason_text_en: '' } },
  })
  const resource = aResource()
  resource.revision!.media_type = mediaType
  const { wrapper } = await mountAt('/r/r1', PagePictures, { props: { resource } })
  await flushPromises()
  return wrapper
}

describe('the pages of a file', () => {
  it('are shown in their order and open the PDF that was made at that page', async () => {
    const wrapper = await mountWith([pdf, picture('page-0001.jpg'), picture('page-0002.jpg')], 'application/msword')
    const links = wrapper.findAll('a')
    expect(links.map((link) => link.attributes('href'))).toEqual([
      '/api/v1/resources/r1/preview/document.pdf#page=1',
      '/api/v1/resources/r1/preview/document.pdf#page=2',
    ])
    expect(links[1]!.get('img').attributes('src')).toBe('/api/v1/resources/r1/preview/page-0002.jpg')
    expect(links[1]!.get('img').attributes('alt')).toBe('第 2 页')
  })
  it('open the original where that is a PDF', async () => {
    const wrapper = await mountWith([picture('page-0001.jpg')], 'application/pdf')
    expect(wrapper.get('a').attributes('href')).toBe('/api/v1/resources/r1/file?inline=1#page=1')
  })
  it('are not shown where nothing was made, or the picture itself is', async () => {
    expect((await mountWith([], 'application/msword')).find('nav').exists()).toBe(false)
    expect((await mountWith([picture('page-0001.jpg')], 'image/png')).find('nav').exists()).toBe(false)
  })
})
