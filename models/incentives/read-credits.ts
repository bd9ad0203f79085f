import { type Kysely, sql } from 'kysely'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { microsOf } from '../forecast/money.ts'
import { splitKind } from '../intermediate/int-booking-credit.ts'
import { orSurvivor } from '../intermediate/survivors.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay } from '../warehouse/portable.ts'
import type { Credit, Known } from './book.ts'
import { groupBy } from './group-by.ts'
import { knownRecords } from './known-records.ts'
import { NANO, nanoOf, nearest } from './round.ts'
import { later } from './state.ts'

type Convert = (micros: bigint, currency: string, day: string) => bigint

/** A win of a deal as it stands on a day. */
interface Win {
  readonly number: number
  readonly ownerId: string
  readonly amount: bigint
  readonly closedOn: string
  readonly cancelledOn: string | null
}

/** A part of a deal that is credited to somebody. */
interface Split {
  readonly opportunityId: string
  readonly repId: string
  readonly kind: 'revenue' | 'overlay'
  readonly share: bigint | null
  /** Millionths of the deal's currency. */
  readonly amount: bigint
}

interface Deal {
  readonly opportunityId: string
  readonly currency: string
  readonly dealType: string | null
  readonly productFamily: string | null
}

/** What people are credited with of every win there ever was, for as long as it was known to be so. */
export async function readCredits(db: Kysely<Warehouse>, convert: Convert): Promise<Known<Credit>[]> {
  const wins = await readWins(db)
  const splits = groupBy(await readSplits(db), ({ opportunityId }) => opportunityId)
  return wins.flatMap(({ deal, states }) =>
    creditsOf(deal, states, splits.get(deal.opportunityId) ?? [], convert),
  )
}

/** Credits of a deal for each stretch of days on which nothing else became known of it. */
function creditsOf(
  deal: Deal,
  states: readonly { readonly from: string; readonly wins: readonly Win[] }[],
  splits: readonly Known<Split>[],
  convert: Convert,
): Known<Credit>[] {
  const [first] = states
  if (!first) return []
  const told = splits.flatMap(({ knownFrom, knownTo }) =>
    knownTo === null ? [knownFrom] : [knownFrom, knownTo],
  )
  const days = [
    ...new Set([...states.map(({ from }) => from), ...told.filter((day) => day > first.from)]),
  ].sort()
  const credits: Known<Credit>[] = []
  const open = new Map<string, Credit>()
  const since = new Map<string, string>()
  const end = (creditId: string, knownTo: string | null): void => {
    const [credit, knownFrom] = [open.get(creditId), since.get(creditId)]
    if (credit && knownFrom !== undefined) credits.push({ ...credit, knownFrom, knownTo })
    open.delete(creditId)
  }
  for (const day of days) {
    const wins = states.findLast(({ from }) => from <= day)?.wins ?? []
    const known = splits.filter((it) => it.knownFrom <= day && (it.knownTo === null || it.knownTo > day))
    const now = new Map(
      wins.flatMap((win) => shared(deal, win, known, convert)).map((it) => [it.creditId, it]),
    )
    for (const [creditId, before] of open) if (!isSame(before, now.get(creditId))) end(creditId, day)
    for (const [creditId, credit] of now) {
      if (open.has(creditId)) continue
      open.set(creditId, credit)
      since.set(creditId, day)
    }
  }
  for (const creditId of [...open.keys()]) end(creditId, null)
  return credits
}

const isSame = (a: Credit, b: Credit | undefined): boolean =>
  b !== undefined &&
  a.amount === b.amount &&
  a.dealAmount === b.dealAmount &&
  a.closedOn === b.closedOn &&
  a.cancelledOn === b.cancelledOn

/** A win shared out: by its splits; all of it to the owner where none tells of revenue. */
function shared(deal: Deal, win: Win, splits: readonly Split[], convert: Convert): Credit[] {
  const owner = {
    opportunityId: deal.opportunityId,
    repId: win.ownerId,
    kind: 'revenue' as const,
    share: NANO,
    amount: 0n,
  }
  const told = splits.some(({ kind }) => kind === 'revenue') ? splits : [...splits, owner]
  const groups = groupBy(told, ({ kind, share }) => `${kind}:${share === null ? 'amount' : 'share'}`)
  return [...groups].flatMap(([basis, parts]) => {
    let upTo = 0n
    const people = groupBy(parts, ({ repId }) => repId)
    return [...people]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([repId, own]) => {
        const before = upTo
        upTo += own.reduce((sum, it) => sum + (it.share ?? it.amount), 0n)
        // The difference of two rounded sums, as fct_booking_credit has it.
        const value = (sum: bigint): bigint =>
          basis.endsWith('share')
            ? nearest(win.amount * sum, NANO)
            : convert(sum, deal.currency, win.closedOn)
        return {
          creditId: `${deal.opportunityId}:${repId}:${basis}:${win.number}`,
          opportunityId: deal.opportunityId,
          repId,
          kind: own[0].kind,
          amount: value(upTo) - value(before),
          dealAmount: win.amount,
          closedOn: win.closedOn,
          cancelledOn: win.cancelledOn,
          dealType: deal.dealType,
          productFamily: deal.productFamily,
        }
      })
  })
}

/** The wins of each deal, after each day on which something of them became known. */
async function readWins(db: Kysely<Warehouse>) {
  const rows = await db
    .selectFrom('fct_booking as b')
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .onRef('v.opportunity_id', '=', 'b.opportunity_id')
        .onRef('v.version_number', '=', 'b.version_number'),
    )
    .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'b.opportunity_id')
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin('dim_product as p', 'p.product_key', 'o.product_key')
    .leftJoin('dim_rep as r', 'r.rep_key', 'b.rep_key')
    .orderBy('b.opportunity_id')
    .orderBy('b.version_number')
    .select((eb) => [
      'b.opportunity_id as opportunityId',
      'b.event',
      'b.booked_on as bookedOn',
      'b.amount',
      'o.currency',
      'o.deal_type as dealType',
      'p.product_family as productFamily',
      sql<string>`coalesce(${eb.ref('r.rep_id')}, ${sql.lit(UNKNOWN)})`.as('ownerId'),
      sql<string>`cast(${companyDay(eb.ref('v.known_from'), eb.ref('c.timezone'))} as varchar)`.as('knownOn'),
    ])
    .execute()
  return [...groupBy(rows, ({ opportunityId }) => opportunityId).values()].map((events) => {
    const [deal] = events
    const states: { from: string; wins: readonly Win[] }[] = []
    let wins: readonly Win[] = []
    let from = ''
    for (const { event, bookedOn, amount, ownerId, knownOn } of events) {
      const last = wins.at(-1)
      if (event === 'booked')
        wins = [
          ...wins,
          {
            number: wins.length + 1,
            ownerId,
            amount: microsOf(amount),
            closedOn: bookedOn,
            cancelledOn: null,
          },
        ]
      else if (last)
        wins = [
          ...wins.slice(0, -1),
          event === 'reversed'
            ? { ...last, cancelledOn: bookedOn }
            : { ...last, amount: last.amount + microsOf(amount) },
        ]
      // What is told later than something that builds on it counts with that.
      from = later(knownOn, from)
      if (states.at(-1)?.from === from) states.pop()
      states.push({ from, wins })
    }
    return { deal, states }
  })
}

async function readSplits(db: Kysely<Warehouse>): Promise<Known<Split>[]> {
  const rows = await db
    .selectFrom('landed_opportunity_split as r')
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin('int_person_reference as p', 'p.reference', 'r.user_id')
    .leftJoin('int_survivor as m', (join) =>
      join.on('m.entity', '=', 'opportunity').onRef('m.record_id', '=', 'r.opportunity_id'),
    )
    .leftJoin('stg_split_type as t', 't.split_type_id', 'r.kind')
    .where((eb) => eb.or([eb('r.share', 'is not', null), eb('r.amount', 'is not', null)]))
    .select((eb) => [
      orSurvivor(eb.ref('m.survivor_id'), eb.ref('r.opportunity_id')).as('opportunityId'),
      sql<string>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('r.user_id')})`.as('repId'),
      splitKind('r.kind').as('kind'),
      sql<string | null>`cast(cast(${eb.ref('r.share')} as decimal(18, 9)) as varchar)`.as('share'),
      'r.amount',
      'r.split_id as splitId',
      'r._source as source',
      'r._drop as drop',
      'r._file as file',
      'r._record as record',
      'r._superseded as isSuperseded',
      sql<string>`coalesce(cast(${eb.ref('r.modified_at')} as varchar), '')`.as('modified'),
      sql<boolean>`coalesce(${eb.ref('r.is_deleted')}, false)`.as('isDeleted'),
      sql<string>`cast(${companyDay(eb.ref('r._loaded_at'), eb.ref('c.timezone'))} as varchar)`.as(
        'loadedOn',
      ),
    ])
    .execute()
  return knownRecords(
    rows.map((row) => ({
      value: {
        opportunityId: row.opportunityId,
        repId: row.repId,
        kind: row.kind === 'overlay' ? ('overlay' as const) : ('revenue' as const),
        share: row.share === null ? null : nanoOf(row.share),
        amount: microsOf(row.amount ?? '0'),
      },
      key: row.splitId,
      about: '1900-01-01',
      source: row.source,
      loadedOn: row.loadedOn,
      modified: row.modified,
      order: `${row.drop}/${row.file}/${String(row.record).padStart(12, '0')}`,
      isDeleted: row.isDeleted,
      isSuperseded: row.isSuperseded,
    })),
  )
}
