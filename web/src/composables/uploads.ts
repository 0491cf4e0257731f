import { defaultOptions, DetailedError, Upload as TusUpload, type PreviousUpload } from 'tus-js-client'
import { computed, shallowReactive } from 'vue'
import { uploadsEndpoint } from '@/api'
import { ApiError, parseProblem } from '@/api/errors'
import { csrfHeader } from '@/api/request'
import { useSession } from './session'

/** Where an upload goes, who may find it, and whether an archive waits for a review. */
export interface UploadTarget {
  school: string
  visibility: 'school' | 'private'
  groups: string[]
  review: boolean
}

export interface UploadItem {
  key: number
  name: string
  size: number
  sent: number
  status: 'waiting' | 'sending' | 'paused' | 'done' | 'failed'
  continued: boolean
  error: ApiError | null
  importId: string
  bytesPerSecond: number
}

const chunkSize = 8 * 1024 * 1024
const atOnce = 3
const retryDelays = [0, 1000, 3000, 5000, 10000, 20000]

const items = shallowReactive<UploadItem[]>([])
const transfers = new Map<number, TusUpload>()
let lastKey = 0

// Whoever closes the tab while something is on its way is asked first, whatever page they are on.
window.addEventListener('beforeunload', (event) => {
  if (items.some((item) => item.status === 'sending' || item.status === 'waiting')) event.preventDefault()
})

/** The queue lives as long as the tab: leaving the page does not stop it. */
export function useUploads() {
  return {
    items,
    active: computed(() => items.filter((item) => item.status === 'sending' || item.status === 'waiting')),
    paused: computed(() => items.filter((item) => item.status === 'paused')),
    add,
    continueStored,
    discardStored,
    pause,
    resume,
    remove,
  }
}

async function add(file: File, target: UploadTarget) {
  const transfer = newTransfer(file, target)
  const previous = (await transfer.upload.findPreviousUploads())[0]
  if (previous) continueFrom(transfer, previous)
  pump()
}

/** Goes on with an unfinished upload of this browser. False if `file` is not the same file. */
async function continueStored(uploadId: string, file: File): Promise<boolean> {
  const stored = await storedUpload(uploadId)
  if (!stored) return false
  const target = targetOf(stored.metadata)
  if (!stored.urlStorageKey.startsWith(`tus::${fingerprint(file, target)}::`)) return false
  continueFrom(newTransfer(file, target), stored)
  pump()
  return true
}

async function discardStored(uploadId: string) {
  const stored = await storedUpload(uploadId)
  await TusUpload.terminate(`${uploadsEndpoint()}/${uploadId}`, { headers: csrfHeader() })
  if (stored) await defaultOptions.urlStorage.removeUpload(stored.urlStorageKey)
}

/** What this browser remembers of an unfinished upload; null if it was begun elsewhere. */
export async function storedUpload(uploadId: string): Promise<PreviousUpload | null> {
  const all = await defaultOptions.urlStorage.findAllUploads()
  return all.find((one) => one.uploadUrl?.endsWith(`/${uploadId}`)) ?? null
}

function pause(item: UploadItem) {
  if (item.status === 'sending') void transfers.get(item.key)?.abort()
  item.status = 'paused'
  item.bytesPerSecond = 0
  pump()
}

function resume(item: UploadItem) {
  item.status = 'waiting'
  item.error = null
  pump()
}

/** Takes it off the list; what the server holds of an unfinished one is deleted. */
async function remove(item: UploadItem) {
  const upload = transfers.get(item.key)
  transfers.delete(item.key)
  items.splice(items.indexOf(item), 1)
  pump()
  if (item.status !== 'done' && upload) await upload.abort(true).catch(() => {})
}

function pump() {
  let free = atOnce - items.filter((item) => item.status === 'sending').length
  for (const item of items) {
    if (free <= 0) return
    if (item.status !== 'waiting') continue
    item.status = 'sending'
    transfers.get(item.key)?.start()
    free--
  }
}

interface Transfer {
  item: UploadItem
  upload: TusUpload
}

function continueFrom({ item, upload }: Transfer, previous: PreviousUpload) {
  upload.resumeFromPreviousUpload(previous)
  item.continued = true
}

function newTransfer(file: File, target: UploadTarget): Transfer {
  const item: UploadItem = shallowReactive({
    key: ++lastKey,
    name: file.name,
    size: file.size,
    sent: 0,
    status: 'waiting',
    continued: false,
    error: null,
    importId: '',
    bytesPerSecond: 0,
  })
  const upload = new TusUpload(file, {
    endpoint: uploadsEndpoint(),
    chunkSize,
    retryDelays,
    headers: csrfHeader(),
    metadata: metadataOf(file, target),
    fingerprint: async () => fingerprint(file, target),
    removeFingerprintOnSuccess: true,
    onProgress: speedometer(item),
    onAfterResponse: (_, response) => {
      item.importId = response.getHeader('Kecang-Import') ?? item.importId
    },
    onSuccess: () => finish(item, 'done'),
    onError: (error) => {
      item.error = errorOfTransfer(error)
      finish(item, 'failed')
    },
  })
  items.push(item)
  transfers.set(item.key, upload)
  return { item, upload }
}

function finish(item: UploadItem, status: 'done' | 'failed') {
  item.status = status
  item.bytesPerSecond = 0
  if (status === 'done') item.sent = item.size
  pump()
}

/** A smoothed rate; the first report only tells where a continued upload stands. */
function speedometer(item: UploadItem) {
  let lastTime = 0
  let lastSent = 0
  return (sent: number) => {
    item.sent = sent
    const now = performance.now()
    if (lastTime && sent < lastSent) lastTime = 0
    const seconds = (now - lastTime) / 1000
    if (lastTime && seconds < 0.5) return
    if (lastTime) {
      const rate = (sent - lastSent) / seconds
      item.bytesPerSecond = item.bytesPerSecond ? item.bytesPerSecond * 0.7 + rate * 0.3 : rate
    }
    lastTime = now
    lastSent = sent
  }
}

function fingerprint(file: File, target: UploadTarget): string {
  const user = useSession().user.value?.id ?? ''
  const groups = [...target.groups].sort().join(',')
  const review = target.review ? ['review'] : []
  return ['kecang', user, target.school, target.visibility, groups, file.name, file.size, file.lastModified, ...review].join('|')
}

function metadataOf(file: File, target: UploadTarget): Record<string, string> {
  const { school, visibility, groups, review } = target
  return { filename: file.name, school, visibility, groups: groups.join(','), ...(review && { review: 'yes' }) }
}

function targetOf(metadata: Record<string, string>): UploadTarget {
  return {
    school: metadata.school ?? '',
    visibility: metadata.visibility === 'private' ? 'private' : 'school',
    groups: (metadata.groups ?? '').split(',').filter(Boolean),
    review: metadata.review === 'yes',
  }
}

function errorOfTransfer(error: unknown): ApiError {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined
  return (body && parseProblem(body)) || new ApiError({ code: 'client.network' })
}
