/** What an agreement without an end carries. */
export const forever = '9999-12-31T23:59:59.000Z'

/** The day of an instant as a date field shows it, in the reader's time. */
export function dayOf(iso: string) {
  const date = new Date(iso)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

/** The instant at which a day begins for the reader. */
export const startOf = (day: string) => new Date(`${day}T00:00:00`).toISOString()

/** The instant at which a day is over. */
export function startOfNext(day: string) {
  const date = new Date(`${day}T00:00:00`)
  date.setDate(date.getDate() + 1)
  return date.toISOString()
}

/** The day it is for the reader. */
export const today = () => dayOf(new Date().toISOString())
