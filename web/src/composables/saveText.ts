/** Hands a text to the browser as a file; the mark at its beginning makes spreadsheets read it as UTF-8. */
export function saveCsv(fileName: string, rows: readonly (readonly string[])[]) {
  const text = '\ufeff' + rows.map((row) => row.map(quoted).join(',')).join('\r\n') + '\r\n'
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

function quoted(cell: string) {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
