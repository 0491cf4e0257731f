// Files as a school has them, written by this program: documents with known words on known pages, and a ZIP with GBK names.
import { crc32, deflateRawSync, deflateSync } from 'node:zlib'

/** Words that stand in one file only, and where. */
export const phrases = {
  docx: '同号两数相加取相同符号',
  pdf: '勾股定理的逆定理可以判定直角三角形',
  txt: '春江潮水连海平海上明月共潮生',
}
export const archiveName = '备课资料.zip'
export const folder = '八年级上册/第一章'

export function schoolArchive() {
  return zip([
    { name: `${folder}/有理数的加法 教案.docx`, bytes: docx(['有理数的加法', phrases.docx, '绝对值不相等的异号两数相加，取绝对值较大的加数的符号。']), gbk: true },
    { name: `${folder}/勾股定理 复习.pdf`, bytes: pdf(['第一页 目录', '第二页 例题', phrases.pdf, '第四页 小结']), gbk: true },
    { name: `${folder}/春江花月夜.txt`, bytes: gbk(`春江花月夜\r\n${phrases.txt}\r\n`), gbk: true },
    { name: `${folder}/坏文件.docx`, bytes: Buffer.from('PK\x03\x04 this is no document'), gbk: true },
    { name: `${folder}/~$理数的加法 教案.docx`, bytes: Buffer.alloc(162), gbk: true },
    { name: '__MACOSX/._教案.docx', bytes: Buffer.alloc(20), gbk: true },
    { name: `${folder}/勾股树.gsp`, bytes: noise(2_000), gbk: true },
  ])
}

/** A ZIP as Chinese Windows makes it when `gbk` is set: names in GBK, the UTF-8 flag off. */
export function zip(members) {
  const body = []
  const directory = []
  let offset = 0
  for (const { name, bytes, gbk: gbkName } of members) {
    const rawName = gbkName ? gbk(name) : Buffer.from(name)
    const packed = deflateRawSync(bytes)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(gbkName ? 0 : 0x0800, 2)
    shared.writeUInt16LE(8, 4)
    shared.writeUInt16LE(0x6000, 6)
    shared.writeUInt16LE(0x5d21, 8)
    shared.writeUInt32LE(crc32(bytes), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(bytes.length, 18)
    shared.writeUInt16LE(rawName.length, 22)
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), shared, rawName])
    const more = Buffer.alloc(14)
    more.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, more, rawName]))
    body.push(header, packed)
    offset += header.length + packed.length
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...body, ...directory, end])
}

/** Each paragraph is a text, or a picture: the bytes of a PNG. */
export function docx(paragraphs) {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const drawingMl = 'http://schemas.openxmlformats.org/drawingml/2006'
  const pictures = paragraphs.filter((one) => typeof one !== 'string')
  const text = paragraphs.map((one) => `<w:p><w:r>${typeof one === 'string' ? `<w:t>${one}</w:t>` : drawing(pictures.indexOf(one) + 1)}</w:r></w:p>`).join('')
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  const file = (name, xml) => ({ name, bytes: Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${xml}`) })
  const relations = (rows) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows.map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`).join('')}</Relationships>`
  return zip([
    file('[Content_Types].xml', `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`),
    file('_rels/.rels', relations([['rId1', 'officeDocument', 'word/document.xml']])),
    file('word/document.xml', `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${office}" xmlns:a="${drawingMl}/main" xmlns:pic="${drawingMl}/picture" xmlns:wp="${drawingMl}/wordprocessingDrawing"><w:body>${text}</w:body></w:document>`),
    file('word/_rels/document.xml.rels', relations(pictures.map((_, index) => [`rId${index + 1}`, 'image', `media/image${index + 1}.png`]))),
    ...pictures.map((bytes, index) => ({ name: `word/media/image${index + 1}.png`, bytes })),
  ])
  function drawing(number) {
    const size = 'cx="1905000" cy="1428750"'
    return `<w:drawing><wp:inline><wp:extent ${size}/><wp:docPr id="${number}" name="图片 ${number}"/><a:graphic><a:graphicData uri="${drawingMl}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="${number}" name="图片 ${number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId${number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`
  }
}

/** A right triangle, black on white, as a PNG. */
export function triangle(width = 200, height = 150) {
  const margin = 12
  const isInk = (x, y) => {
    const left = x === margin && y >= margin && y <= height - margin
    const base = y === height - margin && x >= margin && x <= width - margin
    const slope = Math.abs((y - margin) * (width - 2 * margin) - (x - margin) * (height - 2 * margin)) < width
    return left || base || (slope && x >= margin && x <= width - margin)
  }
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = isInk(x, y) ? 0 : 255
  const chunk = (type, data) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const ends = [Buffer.alloc(4), Buffer.alloc(4)]
    ends[0].writeUInt32BE(data.length)
    ends[1].writeUInt32BE(crc32(named))
    return Buffer.concat([ends[0], named, ends[1]])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8)
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

/** Lines of Chinese on each page, in a font every reader of Chinese PDFs knows by name. */
export function pdf(pages) {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, page) => `${6 + page * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]
  for (const [page, text] of pages.entries()) {
    const lines = text.split('\n').map((line) => `<${Buffer.from(line, 'utf16le').swap16().toString('hex')}> Tj`)
    const content = `BT /F1 16 Tf 60 760 Td ${lines.join(' 0 -28 Td ')} ET`
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${7 + page * 2} 0 R >>`)
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  let file = '%PDF-1.5\n'
  const offsets = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

/** Bytes that look like nothing and are the same each time. */
export function noise(size, seed = 1) {
  const bytes = Buffer.alloc(size)
  let state = seed
  for (let at = 0; at + 4 <= size; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes.writeUInt32LE(state, at)
  }
  return bytes
}

let gbkTable

/** Node decodes GBK but does not write it, so the table is turned around once. */
export function gbk(text) {
  gbkTable ??= turnedAround()
  return Buffer.concat([...text].map((letter) => (letter < '\x80' ? Buffer.from(letter) : gbkTable.get(letter))))
}

function turnedAround() {
  const decoder = new TextDecoder('gbk')
  const table = new Map()
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      const bytes = Buffer.from([high, low])
      const letter = decoder.decode(bytes)
      if (letter.length === 1 && letter !== '\ufffd' && !table.has(letter)) table.set(letter, bytes)
    }
  }
  return table
}
