/** A file with its place in the folder that was chosen or dropped. */
export interface PlacedFile {
  path: string
  file: File
}

export class FolderTooLarge extends Error {}

const limit = 0xffffffff - 0x1000000 // without ZIP64; leaves room for the directory

/**
 * One ZIP out of a folder, without compression and without copying: the result refers to the files and is read as it is sent.
 * The same folder gives the same bytes, so an upload can go on after a reload.
 */
export async function folderZip(name: string, files: PlacedFile[], onProgress: (done: number) => void): Promise<File> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  if (sorted.length > 0xfffe || sorted.reduce((sum, one) => sum + one.file.size + 256, 0) > limit) throw new FolderTooLarge()
  const body: BlobPart[] = []
  const directory: BlobPart[] = []
  let offset = 0
  for (const [index, { path, file }] of sorted.entries()) {
    const fields = await fieldsOf(path, file)
    const header = record(0x04034b50, [[2, 20], ...fields.shared, [2, 0]], fields.name)
    const more: Field[] = [[2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]
    directory.push(record(0x02014b50, [[2, 20], [2, 20], ...fields.shared, ...more], fields.name))
    body.push(header, file)
    offset += header.length + file.size
    onProgress(index + 1)
  }
  const size = directory.reduce((sum, one) => sum + (one as Uint8Array).length, 0)
  const count = sorted.length
  const end = record(0x06054b50, [[2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]])
  const lastModified = Math.max(...sorted.map((one) => one.file.lastModified))
  return new File([...body, ...directory, end], `${name}.zip`, { type: 'application/zip', lastModified })
}

type Field = [width: 2 | 4, value: number]

async function fieldsOf(path: string, file: File) {
  const name = new TextEncoder().encode(path)
  const [time, date] = dosTime(new Date(file.lastModified))
  const utf8Names = 0x0800
  const shared: Field[] = [[2, utf8Names], [2, 0], [2, time], [2, date], [4, await crc32(file)], [4, file.size], [4, file.size], [2, name.length]]
  return { name, shared }
}

function record(signature: number, fields: Field[], tail: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const all: Field[] = [[4, signature], ...fields]
  const size = all.reduce((sum, [width]) => sum + width, 0)
  const bytes = new Uint8Array(size + tail.length)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [width, value] of all) {
    if (width === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += width
  }
  bytes.set(tail, size)
  return bytes
}

function dosTime(when: Date): [number, number] {
  const year = Math.max(1980, when.getFullYear())
  return [
    (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1),
    ((year - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(),
  ]
}

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

async function crc32(file: Blob): Promise<number> {
  let crc = 0xffffffff
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return ~crc >>> 0
    for (const byte of value) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  }
}
