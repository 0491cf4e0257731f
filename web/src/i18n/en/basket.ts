import type zh from '../zh-CN/basket'

const messages: typeof zh = {
  title: 'Basket',
  lead: 'Put things aside here and download them together. It is kept in this browser only, and nobody else sees it.',
  put: 'Put in the basket',
  inside: 'In the basket',
  putLabel: 'Put “{title}” in the basket',
  take: 'Take out',
  takeLabel: 'Take “{title}” out of the basket',
  empty: 'Empty',
  undo: 'Put back what was there',
  zip: 'Download {count} as a ZIP · {size}',
  nothing: 'The basket is empty',
  nothingHint: 'Choose “Put in the basket” at a search result.',
  gone: '{count} cannot be seen any more: withdrawn, or no longer open to you.',
  readOnly: 'Open for reading here only; not in the ZIP.',
  link: 'Basket {count}',
}
export default messages
