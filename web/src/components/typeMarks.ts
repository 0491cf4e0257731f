/** One picture and one short word for each resource type, the same wherever a type is shown. */
export interface TypeMarkShape {
  word: string
  word_en: string
  family: 'lesson' | 'slides' | 'exam' | 'film' | 'other'
  /** Strokes on a 24 by 24 grid. */
  path: string
}

const sheet = 'M7 3.5h7l4 4V20a.5.5 0 0 1-.5.5h-10A1.5 1.5 0 0 1 6 19V4.5a1 1 0 0 1 1-1Z M14 3.5V8h4'

const shapes = {
  plan: `${sheet} M9 12h6 M9 15.5h4`,
  guide: 'M6 4h8v0 M6 4v16h5 M14 4h4v5 M9 8h5 M9 12h3 M13.5 19.5l.6-2.9 5-5 2.3 2.3-5 5-2.9.6Z',
  slides: 'M4 5h16v10.5H4Z M2.5 5h19 M12 15.5v2 M8 20.5l4-3 4 3 M8 12V9.5 M12 12V8 M16 12v-1.5',
  exercise: 'M4.5 6.5l1.5 1.5 2.5-3 M12 7h8 M4.5 12.5 6 14l2.5-3 M12 13h8 M5 18.5h3 M12 18.5h8',
  exam: `${sheet} M9 13.5l2 2 4-4.5`,
  clip: 'M4 5.5h16v13H4Z M10.5 9.2v5.6l4.5-2.8Z',
  lesson: 'M3.5 5h17v10h-17Z M12 15v2.5 M7 20.5c0-2 2-3 5-3s5 1 5 3 M8 9.5h8',
  picture: 'M4 5h16v14H4Z M4 16l4.5-4.5 4 4 2.5-2.5 5 4.5 M15.5 9.5h.01',
  book: 'M12 6.5C10 5 7.5 4.5 4 4.5v13.5c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V4.5c-3.5 0-6 .5-8 2Z M12 6.5V20',
  unit: 'M4 4.5h7v7H4Z M13.5 4.5H20v4h-6.5Z M13.5 11.5H20v8h-6.5Z M4 14.5h7v5H4Z',
  talk: 'M4 5h16v11h-8.5L7.5 19.5V16H4Z M8 9h8 M8 12h5',
  list: 'M8 6h12 M8 12h12 M8 18h12 M4 6h.01 M4 12h.01 M4 18h.01',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6 M16 5a3 3 0 0 1 0 5.8 M18 14.5c2 .7 3.2 2.5 3.5 5.5',
  file: sheet,
} as const

function mark(word: string, word_en: string, family: TypeMarkShape['family'], shape: keyof typeof shapes): TypeMarkShape {
  return { word, word_en, family, path: shapes[shape] }
}

const marks: Record<string, TypeMarkShape> = {
  教案: mark('教案', 'Plan', 'lesson', 'plan'),
  课件: mark('课件', 'Slides', 'slides', 'slides'),
  导学案: mark('学案', 'Guide', 'lesson', 'guide'),
  练习: mark('题', 'Tasks', 'exam', 'exercise'),
  试卷: mark('卷', 'Paper', 'exam', 'exam'),
  微课: mark('微课', 'Clip', 'film', 'clip'),
  录播课: mark('录播', 'Film', 'film', 'clip'),
  课例: mark('课例', 'Case', 'film', 'lesson'),
  素材: mark('素材', 'Media', 'slides', 'picture'),
  单元整体设计: mark('单元', 'Unit', 'lesson', 'unit'),
  教学反思: mark('反思', 'Notes', 'other', 'talk'),
  说课: mark('说课', 'Talk', 'film', 'lesson'),
  评课: mark('评课', 'Review', 'other', 'talk'),
  知识清单: mark('清单', 'List', 'lesson', 'list'),
  电子教材: mark('教材', 'Book', 'other', 'book'),
  教研材料: mark('教研', 'Papers', 'other', 'people'),
  班会德育: mark('班会', 'Class', 'other', 'people'),
}
const unknown = mark('文件', 'File', 'other', 'file')

export function typeMark(type: string): TypeMarkShape {
  return marks[type] ?? unknown
}
