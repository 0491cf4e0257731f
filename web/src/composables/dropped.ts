import type { PlacedFile } from './folderZip'

/** What was dropped or chosen: single files, and folders with everything inside. */
export interface Dropped {
  files: File[]
  folders: { name: string; files: PlacedFile[] }[]
}

export async function readDrop(transfer: DataTransfer): Promise<Dropped> {
  // All at once: the browser forgets the items as soon as the event is over.
  const items = [...transfer.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const dropped: Dropped = { files: [], folders: [] }
  for (const { entry, file } of items) {
    if (entry?.isDirectory) dropped.folders.push({ name: entry.name, files: await filesBelow(entry, '') })
    else if (file) dropped.files.push(file)
  }
  return dropped
}

/** From an input with `webkitdirectory`: paths begin with the folder's name. */
export function readFolderInput(list: FileList): Dropped {
  const files = [...list]
  const name = files[0]?.webkitRelativePath.split('/')[0] ?? ''
  const placed = files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file }))
  return { files: [], folders: name ? [{ name, files: placed }] : [] }
}

async function filesBelow(entry: FileSystemEntry, path: string): Promise<PlacedFile[]> {
  if (entry.isFile) return [{ path, file: await fileOf(entry as FileSystemFileEntry) }]
  const children = await childrenOf(entry as FileSystemDirectoryEntry)
  const below = await Promise.all(children.map((child) => filesBelow(child, path ? `${path}/${child.name}` : child.name)))
  return below.flat()
}

async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

function fileOf(entry: FileSystemFileEntry) {
  return new Promise<File>((resolve, reject) => entry.file(resolve, reject))
}
