import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import { companyDay, daysBetween } from '../warehouse/portable.ts'
import type { KnownColumns } from './known-columns.ts'
import type { KnownDeal } from './known-deals.ts'

/** Which deals are wanted. */
interface DealChoice {
  /** Share of deals that hazards are learned from, 0 to 1: told by a hash of their id. */
  readonly share: number
  /** Others are wanted only if they were open at the end of this day or later. */
  readonly openSince: number
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
  const versionsOf = versionReader()
  return rows.map(({ versions: text, firstLoadOn, ...row }) => {
    const { isTold, ...versions } = versionsOf(text)
    return {
      ...row,
      ...onlyTold(versions, isTold, firstLoadOn),
      ...(activities.get(row.id) ?? none),
      ...(bookings.get(row.id) ?? unbooked),
    }
  })
}

/** Between the values of a record, and between records: neither occurs in a key of a CRM. */
const [VALUE, RECORD] = ['\u001f', '\u001e']

/**
 * The records behind each row as one text, in an order: to sort them once and to read them as one value takes a tenth
 * of the time of an array a column.
 */
const inOrder = (values: readonly RawBuilder<unknown>[], order: readonly Expression<unknown>[]) =>
  sql<string>`string_agg(${sql.join(
    values.map((value) => sql`coalesce(cast(${value} as varchar), '')`),
    sql` || ${sql.lit(VALUE)} || `,
  )}, ${sql.lit(RECORD)} order by ${sql.join(order)})`

const recordsOf = (text: string): string[][] => text.split(RECORD).map((record) => record.split(VALUE))
const numberOf = (value: string | undefined): number | null =>
  value === undefined || value === '' ? null : Number(value)

/** Reads versions; a text that many of them have is kept once. */
function versionReader(): (text: string) => Versions & { readonly isTold: readonly boolean[] } {
  const texts = new Map<string, string>()
  const once = (text = ''): string => {
    const known = texts.get(text)
    if (known !== undefined) return known
    texts.set(text, text)
    return text
  }
  const orNull = (text: string | undefined): string | null => once(text) || null
  return (text) => {
    const records = recordsOf(text)
    return {
      isTold: records.map(([told]) => told === '1'),
      knownOn: records.map(([, knownOn]) => Number(knownOn)),
      validOn: records.map(([, , validOn]) => Number(validOn)),
      status: records.map(([, , , status]) => once(status)),
      stage: records.map((record) => orNull(record[4])),
      owner: records.map((record) => orNull(record[5])),
      territory: records.map((record) => once(record[6])),
      amount: records.map((record) => numberOf(record[7])),
      closeOn: records.map((record) => numberOf(record[8])),
    }
  }
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

/**
 * Ids of the deals that are wanted. A deal may have been open on a day or later if it is open now, or if anything of it
 * happened or became known since; where a day begins is of no account here.
 */
function wanted(db: Kysely<KnownColumns>, { share, openSince }: DealChoice) {
  return db
    .selectFrom('fct_opportunity_version as w')
    .groupBy('w.opportunity_id')
    .having((eb) => {
      const version = eb.ref('w.version_number')
      const isOpen = sql`max(case when ${eb.ref('w.status')} = 'open' then ${version} end) = max(${version})`
      const day = (date: Expression<unknown>) => sql`max(cast(${date} as date) - ${epoch})`
      return share >= 1
        ? sql<boolean>`true`
        : sql<boolean>`(${hashShare(sql.ref('w.opportunity_id'), share)} or ${isOpen} or ${day(eb.ref('w.valid_on'))} >= ${openSince - 1} or ${day(eb.ref('w.loaded_from'))} >= ${openSince - 1})`
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
      const isTold = sql`not ${eb.ref('v.is_reconstructed')} or coalesce(${eb.ref('t.first_changed_at')} <= ${eb.ref('v.valid_from')}, false)`
      return [
        'v.opportunity_id as id',
        sql<number>`min(${daysBetween(epoch, companyDay(eb.ref('l.loaded_at'), eb.ref('c.timezone')))})`.as(
          'firstLoadOn',
        ),
        inOrder(
          [
            sql`case when ${isTold} then 1 else 0 end`,
            daysBetween(epoch, companyDay(eb.ref('v.loaded_from'), eb.ref('c.timezone'))),
            daysBetween(epoch, eb.ref('v.valid_on')),
            sql`${eb.ref('v.status')}`,
            sql`${eb.ref('v.stage_key')}`,
            sql`${eb.ref('v.owner_id')}`,
            sql`${eb.ref('v.territory_key')}`,
            sql`case when ${eb.ref('x.first_amount')} is not null then ${eb.ref('v.amount')} end`,
            sql`case when ${eb.ref('x.first_close_date')} is not null then ${daysBetween(epoch, eb.ref('v.close_date'))} end`,
          ],
          [eb.ref('v.version_number')],
        ).as('versions'),
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
      'd.firstLoadOn',
      'd.versions',
    ])
}

async function readActivities(db: Kysely<KnownColumns>, choice: DealChoice) {
  const days = db
    .selectFrom('fct_activity as a')
    .innerJoin(wanted(db, choice).as('w'), 'w.opportunity_id', 'a.opportunity_id')
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin('int_activity_known as k', 'k.activity_id', 'a.activity_id')
    .where('a.is_done', '=', true)
    .where('a.occurred_on', 'is not', null)
    .groupBy(['w.opportunity_id', 'a.occurred_on'])
    .select((eb) => {
      const occurred = daysBetween(epoch, eb.ref('a.occurred_on'))
      const known = daysBetween(epoch, companyDay(eb.ref('k.known_from'), eb.ref('c.timezone')))
      return [
        'w.opportunity_id as id',
        occurred.as('occurred'),
        sql<number>`min(greatest(${occurred}, ${known}))`.as('known'),
      ]
    })
  const rows = await db
    .selectFrom(days.as('d'))
    .groupBy('d.id')
    .select((eb) => [
      'd.id',
      inOrder([sql`${eb.ref('d.occurred')}`, sql`${eb.ref('d.known')}`], [eb.ref('d.occurred')]).as('days'),
    ])
    .execute()
  return new Map(
    rows.map(({ id, days }) => {
      const records = recordsOf(days)
      return [
        id,
        {
          activeOn: records.map(([on]) => Number(on)),
          activeKnownOn: records.map(([, known]) => Number(known)),
        },
      ]
    }),
  )
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
    .select((eb) => [
      'w.opportunity_id as id',
      inOrder(
        [
          sql`${eb.ref('b.amount')}`,
          daysBetween(epoch, eb.ref('b.booked_on')),
          daysBetween(epoch, companyDay(eb.ref('v.loaded_from'), eb.ref('c.timezone'))),
        ],
        [eb.ref('b.version_number')],
      ).as('bookings'),
    ])
    .execute()
  return new Map(
    rows.map(({ id, bookings }) => {
      const records = recordsOf(bookings)
      return [
        id,
        {
          booked: records.map(([amount]) => Number(amount)),
          bookedOn: records.map(([, on]) => Number(on)),
          bookedKnownOn: records.map(([, , known]) => Number(known)),
        },
      ]
    }),
  )
}
