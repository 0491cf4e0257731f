// @vitest-environment node
/// <reference types="node" />
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { folderZip, FolderTooLarge, type PlacedFile } from './folderZip'

const files: PlacedFile[] = [
  { path: '七上/教案.txt', file: new File(['有理数的加法'], '教案.txt', { lastModified: Date.UTC(2026, 8, 1, 4) }) },
  { path: '七上/空.txt', file: new File([], '空.txt', { lastModified: Date.UTC(2026, 8, 2, 4) }) },
  { path: 'a.bin', file: new File([new Uint8Array(70_000).fill(7)], 'a.bin', { lastModified: Date.UTC(2026, 8, 3, 4) }) },
]
const zipped = (list: PlacedFile[]) => folderZip('备课', list, () => {})

describe('a folder as one ZIP', () => {
  it('is a ZIP that other programs read back byte for byte', async () => {
    const zip = await zipped(files)
    const folder = mkdtempSync(join(tmpdir(), 'kecang-'))
    try {
      const path = join(folder, zip.name)
      writeFileSync(path, Buffer.from(await zip.arrayBuffer()))
      const script = 'import sys,zipfile,json;z=zipfile.ZipFile(sys.argv[1]);print(json.dumps([z.testzip(),[[i.filename,i.CRC,i.file_size] for i in z.infolist()]]))'
      const [broken, members] = JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }))
      expect(broken).toBeNull()
      expect(members).toEqual([
        ['a.bin', crc32(new Uint8Array(70_000).fill(7)), 70_000],
        ['七上/教案.txt', crc32('有理数的加法'), 18],
        ['七上/空.txt', 0, 0],
      ])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('is the same for the same folder in any order, so that an upload can go on', async () => {
    const one = await zipped(files)
    const other = await zipped([...files].reverse())
    expect(await other.text()).toBe(await one.text())
    expect([other.name, other.size, other.lastModified]).toEqual([one.name, one.size, one.lastModified])
    expect(one.lastModified).toBe(Date.UTC(2026, 8, 3, 4))
  })

  it('tells how far it is', async () => {
    const told: number[] = []
    await folderZip('备课', files, (done) => told.push(done))
    expect(told).toEqual([1, 2, 3])
  })

  it('refuses what a plain ZIP cannot hold', async () => {
    const huge = { path: 'huge', file: { size: 5 * 2 ** 30, lastModified: 0 } as File }
    await expect(zipped([huge])).rejects.toBeInstanceOf(FolderTooLarge)
  })
})
