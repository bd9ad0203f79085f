import { type Kysely, sql } from 'kysely'
import { asDouble, companyDay, daysBetween } from '../warehouse/portable.ts'
import type { KnownColumns } from './known-columns.ts'

/**
 * A deal with all its versions in the order of what happened; days are whole numbers since 1970-01-01. Of each version
 * `knownOn` says from which day on we knew it: a forecast looks at no other.
 */
export interface KnownDeal {
  readonly id: string
  readonly channel: string
  readonly segment: string
  readonly type: string
  /** Whether it is among those that the hazards are learned from. */
  readonly isSampled: boolean
  readonly knownOn: readonly number[]
  readonly validOn: readonly number[]
  readonly status: readonly string[]
  readonly stage: readonly (string | null)[]
  readonly owner: readonly (string | null)[]
  readonly territory: readonly string[]
  /** Amounts and close dates; null too where no history tells them, since they are then as they stand now. */
  readonly amount: readonly (number | null)[]
  readonly closeOn: readonly (number | null)[]
  /** Days of activities that took place, rising, and from which days on we knew them. */
  readonly activeOn: readonly number[]
  readonly activeKnownOn: readonly number[]
  /** What was booked of it and taken back, on which days, and from which days on we knew it. */
  readonly booked: readonly number[]
  readonly bookedOn: readonly number[]
  readonly bookedKnownOn: readonly number[]
}

/** Which deals are wanted. */
export interface DealChoice {
  /** Share of deals that hazards are learned from, 0 to 1: told by a hash of their id. */
  readonly share: number
  /** Others are wanted only if they were open at the end of this day or later. */
  readonly openSince: number
}

/** Place of the version that held at the end of a day, by what was known at the end of `origin`; -1 where there was none. */
export function versionOn(deal: KnownDeal, origin: number, day: number): number {
  for (let at = deal.validOn.length - 1; at >= 0; at--)
    if ((deal.validOn[at] ?? 0) <= day && (deal.knownOn[at] ?? 0) <= origin) return at
  return -1
}

/** The first day of which anything was known at the end of `origin`; the origin itself where nothing was. */
export function firstKnownDay(deals: readonly KnownDeal[], origin: number): number {
  let first = origin
  for (const { knownOn, validOn } of deals)
    for (let at = 0; at < knownOn.length; at++)
      if ((knownOn[at] ?? 0) <= origin) first = Math.min(first, validOn[at] ?? origin)
  return first
}

/** What was booked of a deal on days after one, up to another, by what was known at the end of `origin`. */
export function bookedWithin(deal: KnownDeal, origin: number, after: number, upTo: number): number {
  let sum = 0
  for (let at = 0; at < deal.booked.length; at++) {
    const day = deal.bookedOn[at] ?? 0
    if (day > after && day <= upTo && (deal.bookedKnownOn[at] ?? 0) <= origin) sum += deal.booked[at] ?? 0
  }
  return sum
}

const epoch = sql<string>`date '1970-01-01'`
const UNTOLD = 'untold'

/** The deals of a company with what was known of them when. */
export async function readKnownDeals(db: Kysely<KnownColumns>, choice: DealChoice): Promise<KnownDeal[]> {
  const rows = await dealQuery(db, choice).execute()
  const activities = await readActivities(db, choice)
  const bookings = await readBookings(db, choice)
  const none = { activeOn: [], activeKnownOn: [] }
  const unbooked = { booked: [], bookedOn: [], bookedKnownOn: [] }
  return rows.map(({ isTold, firstLoadOn, ...row }) => ({
    ...row,
    ...onlyTold(row, isTold, firstLoadOn),
    ...(activities.get(row.id) ?? none),
    ...(bookings.get(row.id) ?? unbooked),
  }))
}

type Versions = Pick<
  KnownDeal,
  'knownOn' | 'validOn' | 'status' | 'stage' | 'owner' | 'territory' | 'amount' | 'closeOn'
>

/**
 * Takes away what no history tells of versions from before the first load. What of them still held then was known from
 * then on: it becomes a version of its own.
 */
function onlyTold(versions: Versions, isTold: readonly boolean[], firstLoadOn: number): Versions {
  if (isTold.every(Boolean)) return versions
  type Place = { readonly place: number; readonly told: boolean; readonly on: number | null }
  const places = isTold.flatMap((told, place): Place[] => {
    const holdsAtLoad =
      !told &&
      (versions.validOn[place] ?? 0) < firstLoadOn &&
      (versions.validOn[place + 1] ?? Number.POSITIVE_INFINITY) > firstLoadOn
    return holdsAtLoad
      ? [
          { place, told, on: null },
          { place, told: true, on: firstLoadOn },
        ]
      : [{ place, told, on: null }]
  })
  const each = <T>(values: readonly T[]) => places.map(({ place }) => values[place] as T)
  const told = <T>(values: readonly (T | null)[]) =>
    places.map((it) => (it.told ? (values[it.place] ?? null) : null))
  return {
    knownOn: places.map(({ place, on }) => on ?? versions.knownOn[place] ?? 0),
    validOn: places.map(({ place, on }) => on ?? versions.validOn[place] ?? 0),
    status: each(versions.status),
    owner: each(versions.owner),
    territory: each(versions.territory),
    stage: told(versions.stage),
    amount: told(versions.amount),
    closeOn: told(versions.closeOn),
  }
}

const hashShare = (id: ReturnType<typeof sql.ref<string>>, share: number) =>
  sql<boolean>`left(md5(${id}), 6) < ${Math.round(share * 0xffffff)
    .toString(16)
    .padStart(6, '0')} or ${share} >= 1`

/** Ids of the deals that are wanted. */
function wanted(db: Kysely<KnownColumns>, { share, openSince }: DealChoice) {
  return db
    .selectFrom('fct_opportunity_version as w')
    .groupBy('w.opportunity_id')
    .having((eb) => {
      const openThen = sql<boolean>`max(case when ${eb.ref('w.status')} = 'open' then 99999 else ${daysBetween(epoch, eb.ref('w.valid_on'))} end) >= ${openSince}`
      return share >= 1
        ? sql<boolean>`true`
        : eb.or([hashShare(sql.ref('w.opportunity_id'), share), openThen])
    })
    .select('w.opportunity_id')
}

function dealQuery(db: Kysely<KnownColumns>, choice: DealChoice) {
  // A first export tells how a deal stands then: what is told from it of the time before is no history.
  const told = db
    .selectFrom('int_opportunity_change')
    .where('is_derived', '=', false)
    .groupBy('opportunity_id')
    .select((eb) => ['opportunity_id', sql<Date>`min(${eb.ref('changed_at')})`.as('first_changed_at')])
    .as('t')
  const load = db
    .selectFrom('int_first_load')
    .where('entity', '=', 'opportunity')
    .select((eb) => sql<Date>`min(${eb.ref('loaded_at')})`.as('loaded_at'))
    .as('l')
  const versions = db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin(wanted(db, choice).as('w'), 'w.opportunity_id', 'v.opportunity_id')
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin(told, 't.opportunity_id', 'v.opportunity_id')
    .leftJoin('int_opportunity_close as x', 'x.opportunity_id', 'v.opportunity_id')
    .leftJoin(load, (join) => join.onTrue())
    .groupBy('v.opportunity_id')
    .select((eb) => {
      const inOrder = <T>(value: ReturnType<typeof sql<T>>) =>
        sql<T[]>`array_agg(${value} order by ${eb.ref('v.version_number')})`
      const isTold = sql<boolean>`not ${eb.ref('v.is_reconstructed')} or coalesce(${eb.ref('t.first_changed_at')} <= ${eb.ref('v.valid_from')}, false)`
      return [
        'v.opportunity_id as id',
        inOrder(sql<boolean>`(${isTold})`).as('isTold'),
        sql<number>`min(${daysBetween(epoch, companyDay(eb.ref('l.loaded_at'), eb.ref('c.timezone')))})`.as(
          'firstLoadOn',
        ),
        inOrder(daysBetween(epoch, companyDay(eb.ref('v.loaded_from'), eb.ref('c.timezone')))).as('knownOn'),
        inOrder(daysBetween(epoch, eb.ref('v.valid_on'))).as('validOn'),
        inOrder(sql<string>`${eb.ref('v.status')}`).as('status'),
        inOrder(sql<string | null>`${eb.ref('v.stage_key')}`).as('stage'),
        inOrder(sql<string | null>`${eb.ref('v.owner_id')}`).as('owner'),
        inOrder(sql<string>`${eb.ref('v.territory_key')}`).as('territory'),
        inOrder(
          sql<
            number | null
          >`case when ${eb.ref('x.first_amount')} is not null then cast(${eb.ref('v.amount')} as double precision) end`,
        ).as('amount'),
        inOrder(
          sql<
            number | null
          >`case when ${eb.ref('x.first_close_date')} is not null then ${daysBetween(epoch, eb.ref('v.close_date'))} end`,
        ).as('closeOn'),
      ]
    })
    .as('d')
  return db
    .selectFrom(versions)
    .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'd.id')
    .leftJoin('dim_account as n', 'n.account_key', 'o.account_key')
    .leftJoin('dim_account as a', (join) =>
      join
        .onRef('a.account_id', '=', 'n.account_id')
        .onRef('a.valid_from', '<=', 'o.created_at')
        .onRef('a.valid_to', '>', 'o.created_at'),
    )
    .orderBy('d.id')
    .select((eb) => [
      'd.id',
      hashShare(sql.ref('d.id'), choice.share).as('isSampled'),
      sql<string>`case when ${eb.ref('o.channel_told_by')} = 'record' then ${eb.ref('o.channel_key')} else ${UNTOLD} end`.as(
        'channel',
      ),
      sql<string>`coalesce(${eb.ref('a.segment')}, ${UNTOLD})`.as('segment'),
      sql<string>`coalesce(${eb.ref('o.deal_type')}, ${UNTOLD})`.as('type'),
      'd.isTold',
      'd.firstLoadOn',
      'd.knownOn',
      'd.validOn',
      'd.status',
      'd.stage',
      'd.owner',
      'd.territory',
      'd.amount',
      'd.closeOn',
    ])
}

async function readActivities(db: Kysely<KnownColumns>, choice: DealChoice) {
  const rows = await db
    .selectFrom('fct_activity as a')
    .innerJoin(wanted(db, choice).as('w'), 'w.opportunity_id', 'a.opportunity_id')
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin('int_activity_known as k', 'k.activity_id', 'a.activity_id')
    .where('a.is_done', '=', true)
    .where('a.occurred_on', 'is not', null)
    .groupBy('w.opportunity_id')
    .select((eb) => {
      const inOrder = (value: ReturnType<typeof sql<number>>) =>
        sql<number[]>`array_agg(${value} order by ${eb.ref('a.occurred_on')}, ${eb.ref('a.activity_id')})`
      const occurred = daysBetween(epoch, eb.ref('a.occurred_on'))
      const known = daysBetween(epoch, companyDay(eb.ref('k.known_from'), eb.ref('c.timezone')))
      return [
        'w.opportunity_id as id',
        inOrder(occurred).as('activeOn'),
        inOrder(sql<number>`greatest(${occurred}, ${known})`).as('activeKnownOn'),
      ]
    })
    .execute()
  return new Map(rows.map(({ id, ...days }) => [id, days]))
}

async function readBookings(db: Kysely<KnownColumns>, choice: DealChoice) {
  const rows = await db
    .selectFrom('fct_booking as b')
    .innerJoin(wanted(db, choice).as('w'), 'w.opportunity_id', 'b.opportunity_id')
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .onRef('v.opportunity_id', '=', 'b.opportunity_id')
        .onRef('v.version_number', '=', 'b.version_number'),
    )
    .innerJoin('company as c', (join) => join.onTrue())
    .groupBy('w.opportunity_id')
    .select((eb) => {
      const inOrder = (value: ReturnType<typeof sql<number>>) =>
        sql<number[]>`array_agg(${value} order by ${eb.ref('b.version_number')})`
      return [
        'w.opportunity_id as id',
        inOrder(asDouble(eb.ref('b.amount').$castTo<number>())).as('booked'),
        inOrder(daysBetween(epoch, eb.ref('b.booked_on'))).as('bookedOn'),
        inOrder(daysBetween(epoch, companyDay(eb.ref('v.loaded_from'), eb.ref('c.timezone')))).as(
          'bookedKnownOn',
        ),
      ]
    })
    .execute()
  return new Map(rows.map(({ id, ...booked }) => [id, booked]))
}
