import type pg from 'pg'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { Rng } from '../../pipelines/sources/sample/rng.ts'
import type { SqlServed } from './sql-served.ts'

interface Campaign {
  readonly cube: Cube
  readonly served: Pick<SqlServed, 'connect'>
  readonly users: ReadonlyMap<string, CubeUser>
  readonly count: number
  readonly seed: number
  readonly onDone?: (done: number) => void
}

const dimensions = [
  'territory_name',
  'channel_name',
  'rep_team',
  'account_segment',
  'deal_type',
  'status',
  'lead_source',
]
const measures = [
  'amount',
  'deals_won',
  'deals_lost',
  'win_rate',
  'win_rate_by_value',
  'average_deal',
  'cycle_days_avg',
  'cycle_days_median',
]
const STREAM = 78
const granularities = ['week', 'month', 'quarter', 'year']

/** Asks random questions by SQL and by REST, as every user in turn; the answers must be the same. */
export async function sameByRest({ cube, served, users, count, seed, onDone }: Campaign) {
  const random = new Rng(seed, STREAM)
  const some = <T>(list: readonly T[], most: number): T[] => {
    const left = [...list]
    return Array.from({ length: random.int(1, most) }, () =>
      left.splice(random.int(0, left.length - 1), 1),
    ).flat()
  }
  const problems: string[] = []
  const clients = new Map<string, pg.Client>()
  for (const name of users.keys()) clients.set(name, await served.connect(name))
  let rows = 0
  const names = [...users.keys()]
  for (let round = 0; round < count; round++) {
    const name = names[round % names.length] ?? ''
    const [by, of] = [some(dimensions, 2), some(measures, 3)]
    const granularity = random.pick(granularities)
    const year = random.int(2024, 2026)
    const status = random.chance(0.3) ? ['won'] : undefined
    const { data } = await cube.load(
      {
        dimensions: by.map((dimension) => `bookings.${dimension}`),
        measures: of.map((measure) => `bookings.${measure}`),
        timeDimensions: [
          { dimension: 'bookings.closed_at', granularity, dateRange: [`${year}-01-01`, `${year}-12-31`] },
        ],
        ...(status && { filters: [{ member: 'bookings.status', operator: 'equals', values: status }] }),
      },
      users.get(name) as CubeUser,
    )
    const keys = [
      ...by.map((it) => `bookings.${it}`),
      `bookings.closed_at.${granularity}`,
      ...of.map((it) => `bookings.${it}`),
    ]
    const rest = data.map((row) => keys.map((key) => spelled(row[key])).join(' | ')).sort()
    const sql = `SELECT ${[...by, `date_trunc('${granularity}', closed_at)`, ...of.map((it) => `MEASURE(${it})`)].join(', ')} FROM bookings WHERE closed_at >= '${year}-01-01' AND closed_at < '${year + 1}-01-01'${status ? " AND status = 'won'" : ''} GROUP BY ${[...by, 1].map((_, index) => index + 1).join(', ')}`
    const types = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig
    const answer = await clients.get(name)?.query({ text: sql, rowMode: 'array', types })
    const own = (answer?.rows ?? []).map((row: (string | null)[]) => row.map(spelled).join(' | ')).sort()
    rows += own.length
    const at = own.findIndex((row: string, index: number) => row !== rest[index])
    if (own.length !== rest.length || at >= 0) problems.push(`${name}: ${sql}: ${own[at]} / ${rest[at]}`)
    onDone?.(round + 1)
  }
  for (const client of clients.values()) await client.end()
  return { problems, rows }
}

/** One spelling for both: numbers to ten digits, days without their midnight. */
function spelled(cell: unknown): string {
  if (cell === null || cell === undefined) return 'NULL'
  const text = String(cell)
  const number = Number(text)
  if (text.trim() !== '' && !Number.isNaN(number)) return String(Number(number.toPrecision(10)))
  return text.replace(/^(\d{4}-\d\d-\d\d)[T ]00:00:00(\.000)?$/, '$1')
}
