/** Of all marked places the fullest hit, the first of several: where a reader wants to begin. */
export function bestMark(root: Element | null | undefined): HTMLElement | undefined {
  const marks = [...(root?.querySelectorAll('mark') ?? [])]
  return marks.reduce<HTMLElement | undefined>((best, mark) => (length(mark) > length(best) ? mark : best), undefined)
}

function length(mark?: Element) {
  return mark?.textContent?.length ?? 0
}
