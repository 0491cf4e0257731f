import type zh from '../zh-CN/regions'

const messages: typeof zh = {
  title: 'Regions',
  lead: 'Cities, counties and towns, and the schools in them. Officers of a bureau keep their own and what lies in it, administrators all of them.',
  link: 'Regions',
  kinds: { city: 'city', county: 'county', town: 'town' },
  none: 'No regions yet',
  make: 'New region',
  makeIn: 'New region in {name}',
  name: 'Name',
  kind: 'Level',
  rename: 'Rename',
  close: 'Close',
  open: 'Open again',
  closed: 'closed',
  schools: 'Schools',
  noSchools: 'No school stands in this region itself.',
  place: 'Move a school to {name}',
  takeOut: 'Take out',
  takeOutLabel: 'Take {school} out of {region}',
  top: 'in no other region',
}
export default messages
