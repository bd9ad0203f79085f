import type { SampleCompany } from './company.ts'
import { localDay } from './company.ts'
import { type Book, ownerDims } from './deals.ts'
import type { TextRecord } from './exports.ts'
import type { Micros } from './money.ts'
import { add, sum, total, type View } from './view.ts'

interface Pair {
  readonly deals: number
  readonly open: Micros
}

const LEGAL = new Set([
  'the',
  'ltd',
  'co',
  'inc',
  'llc',
  'gmbh',
  'ag',
  'pte',
  'corp',
  'group',
  'and',
  'company',
  'limited',
])

/** Every account beside every other one, each pair held against what the sample's names can differ in. */
export function duplicates(company: SampleCompany, { deals }: Book): View<Pair> {
  const accounts = [...company.accounts.values()].filter(
    (it) => it.IsDeleted !== 'true' && !it.MasterRecordId && wordsOf(it).length > 0,
  )
  const of = (account: TextRecord) => deals.filter((deal) => deal.account === account.Id)
  const items = accounts.flatMap((one, place) =>
    accounts.slice(place + 1).flatMap((other) => {
      const evidence = evidenceOf(one, other)
      if (evidence === null) return []
      const [mine, theirs] = [of(one).length, of(other).length]
      const isOlder = (one.CreatedDate ?? '') <= (other.CreatedDate ?? '')
      const goes = mine < theirs || (mine === theirs && !isOlder) ? one : other
      const stays = goes === one ? other : one
      const above = company.managersOf(stays.OwnerId ?? '')
      const who = company.managersOf(goes.OwnerId ?? '').find((id) => above.includes(id))
      return [
        {
          at: localDay(company.asOf),
          dims: {
            ...ownerDims(company.users.get(who ?? ''), company),
            evidence,
            duplicate_name: goes.Name ?? null,
            survivor_name: stays.Name ?? null,
            domain: domainOf(one),
            country: (one.BillingCountry ?? '').toLowerCase() || null,
          },
          value: {
            deals: of(goes).length,
            open: total(of(goes).filter(({ status }) => status === 'open')) ?? 0n,
          },
        },
      ]
    }),
  )
  return {
    name: 'duplicates',
    time: 'as_of',
    dimensions: [
      'evidence',
      'duplicate_name',
      'survivor_name',
      'domain',
      'country',
      'rep_name',
      'rep_team',
      'manager_name',
    ],
    items,
    measures: {
      pairs: (all) => all.length,
      deals: (all) => (all.length ? add(all.map((it) => it.deals)) : null),
      open_amount: (all) => sum(all.map((it) => it.open)),
    },
  }
}

function wordsOf({ Name = '' }: TextRecord): string[] {
  const words = Name.normalize('NFD')
    .replace(/[\u0300-\u036f.'’]/g, '')
    .toLowerCase()
    .match(/[\p{Letter}\p{Mark}\p{Number}]+/gu)
  return (words ?? []).filter((word) => !LEGAL.has(word))
}

const domainOf = ({ Website = '' }: TextRecord): string | null =>
  Website.replace('https://www.', '').toLowerCase() || null

function evidenceOf(one: TextRecord, other: TextRecord): string | null {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  const domains = [domainOf(one), domainOf(other)]
  const digits = (words: readonly string[]): string => words.join('').replace(/\D/g, '')
  if (domains[0] !== domains[1] || one.BillingCountry !== other.BillingCountry || digits(a) !== digits(b))
    return null
  if (a.toSorted().join(' ') === b.toSorted().join(' ') || a.join('') === b.join('')) return 'same_name'
  if (isNear(a.join(''), b.join('')) && domains[0]) return 'spelling'
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return domains[0] && short.every((word, place) => long[place] === word) ? 'part_of_name' : null
}

/** True where both become the same with at most one letter left out of each. */
function isNear(a: string, b: string): boolean {
  if (a.length < 6 || b.length < 6) return false
  const less = (text: string) => [text, ...[...text].map((_, at) => text.slice(0, at) + text.slice(at + 1))]
  const those = new Set(less(b))
  return less(a).some((text) => those.has(text))
}
