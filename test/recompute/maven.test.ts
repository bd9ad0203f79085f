import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import * as aq from 'arquero'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildFile, currentBuild } from '../../models/warehouse/builds.ts'
import { cli } from '../support/cli.ts'
import { dataset } from '../support/datasets.ts'
import { openDuckdb, rowsOf } from '../support/duckdb.ts'
import { dayNumber, monthOf } from './company.ts'
import { periodsBetween } from './periods.ts'
import { expectSameRows, type TableRow } from './table-slices.ts'

const folder = dataset('maven_crm_sales') ?? ''

interface Deal {
  readonly id: string
  readonly status: 'open' | 'won' | 'lost'
  readonly rep: string
  readonly territory: string
  readonly stage: string
  readonly product: string
  readonly created: string | null
  readonly closed: string | null
  readonly amount: number | null
}

function readDeals(): Deal[] {
  const csv = (name: string) =>
    aq.fromCSV(readFileSync(join(folder, name), 'utf8'), { autoType: false }).objects() as Record<
      string,
      string
    >[]
  const office = new Map(csv('sales_teams.csv').map((row) => [row.sales_agent, row.regional_office ?? '']))
  return csv('sales_pipeline.csv').map((row) => ({
    id: row.opportunity_id ?? '',
    status: row.deal_stage === 'Won' ? 'won' : row.deal_stage === 'Lost' ? 'lost' : 'open',
    rep: row.sales_agent ?? '',
    territory: office.get(row.sales_agent) ?? '',
    stage: row.deal_stage ?? '',
    product: row.product === 'GTXPro' ? 'GTX Pro' : (row.product ?? ''),
    created: row.engage_date || null,
    closed: row.close_date || null,
    // -1 stands for a deal that is not closed yet.
    amount: row.close_value && row.close_value !== '-1' ? Number(row.close_value) : null,
  }))
}

describe.skipIf(folder === '')(
  'the tables of the Maven data set equal their recomputation from its files',
  () => {
    let home: string
    let connection: DuckDBConnection
    let close: () => void
    let today: string
    const deals = folder === '' ? [] : readDeals()
    const isClosed = ({ status }: Deal): boolean => status !== 'open'
    const isWon = ({ status }: Deal): boolean => status === 'won'

    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'salesops-maven-tables-'))
      const run = await cli(['run', '--config', 'examples/maven-crm/salesops.yml', '--home', home], {
        MAVEN_DIR: folder,
      })
      expect(run.code, run.stdout + run.stderr).toBe(0)
      const opened = await openDuckdb()
      connection = opened.connection
      close = opened.close
      await connection.run(
        `attach '${buildFile(home, currentBuild(home)?.build ?? '')}' as build (read_only)`,
      )
      await connection.run('use build')
      const [company] = await rowsOf(connection, 'select distinct as_of_on from fct_opportunity')
      today = String(company?.as_of_on)
    })
    afterAll(() => {
      close?.()
      rmSync(home, { recursive: true, force: true })
    })

    const read = async (sql: string): Promise<TableRow[]> => (await rowsOf(connection, sql)) as TableRow[]

    test('fct_opportunity', async () => {
      const numbers = [
        'amount',
        'amount_deal',
        'created_amount',
        'cycle_days',
        'age_days',
        'reopen_count',
        'push_count',
        'activities',
        'activities_to_close',
      ]
      const dims = ['status', 'rep', 'territory', 'stage', 'product', 'closed']
      const found = await read(
        `select status, owner_id as rep, territory_key as territory, stage_name as stage, product_name as product, closed_on as closed, ${numbers.join(', ')} from fct_opportunity join dim_stage using (stage_key)`,
      )
      const expected = deals.map(
        (deal): TableRow => ({
          ...deal,
          amount_deal: deal.amount,
          created_amount: deal.created ? deal.amount : null,
          cycle_days: deal.created && deal.closed ? dayNumber(deal.closed) - dayNumber(deal.created) : null,
          age_days: deal.created && !isClosed(deal) ? dayNumber(today) - dayNumber(deal.created) : null,
          reopen_count: 0,
          push_count: 0,
          activities: 0,
          activities_to_close: 0,
        }),
      )
      expectSameRows(found, expected, { dims, numbers })
    })

    test('fct_stage_visit, of open deals only: of the others nothing tells the way', async () => {
      const found = await read(
        `select opportunity_id as id, stage_name as stage, visit_number, cast(timezone('America/New_York', timezone('UTC', entered_at)) as date) as entered, days_in_stage as days from fct_stage_visit join dim_stage using (stage_key)`,
      )
      const open = deals.filter((deal) => !isClosed(deal))
      expect(found).toHaveLength(open.length)
      // The build's instant lies within its day, which is an hour longer for those of summer.
      for (const { days, entered } of found)
        expect(Math.abs(Number(days) - (dayNumber(today) - dayNumber(String(entered))))).toBeLessThanOrEqual(
          1 + 1 / 24,
        )
      const engaged = new Set(open.filter(({ created }) => created).map(({ id }) => id))
      const expected = open
        .filter(({ id }) => engaged.has(id))
        .map(({ stage, created }): TableRow => ({ stage, entered: created, visit_number: 1 }))
      const known = found.filter(({ id }) => engaged.has(String(id)))
      expectSameRows(known, expected, { dims: ['stage', 'entered'], numbers: ['visit_number'] })
    })

    test('fct_opportunity_version', async () => {
      const found = await read(
        'select status, owner_id as rep, version_number, amount, amount_deal, close_date as closed from fct_opportunity_version',
      )
      const expected = deals.flatMap(({ status, rep, amount, created, closed }): TableRow[] => {
        const last = { status, rep, amount, amount_deal: amount, closed }
        if (status === 'open' || !created || !closed || created >= closed)
          return [{ ...last, version_number: 1 }]
        return [
          { ...last, status: 'open', version_number: 1 },
          { ...last, version_number: 2 },
        ]
      })
      expectSameRows(found, expected, {
        dims: ['status', 'rep', 'version_number', 'closed'],
        numbers: ['version_number', 'amount', 'amount_deal'],
      })
    })

    test('fct_activity: there is none', async () => {
      expect(await read('select count(*) as n from fct_activity')).toEqual([{ n: '0' }])
    })

    test('mart_rep_month', async () => {
      const numbers = [
        'bookings_amount',
        'credited_amount',
        'deals_won',
        'deals_lost',
        'created_amount',
        'created_deals',
        'quota_amount',
        'open_amount',
        'activities',
      ]
      const found = await read(
        `select rep_id as rep, month_start as month, ${numbers.join(', ')} from mart_rep_month join dim_rep using (rep_key)`,
      )
      const months = new Map<string, Record<string, string | number>>()
      const add = (rep: string, day: string | null, figures: Record<string, number>): void => {
        if (day === null) return
        const month = monthOf(day)
        const row = months.get(`${rep}/${month}`) ?? {
          rep,
          month,
          ...Object.fromEntries(numbers.map((it) => [it, 0])),
        }
        for (const [name, value] of Object.entries(figures)) row[name] = Number(row[name]) + value
        months.set(`${rep}/${month}`, row)
      }
      for (const deal of deals) {
        const booked = isWon(deal) ? (deal.amount ?? 0) : 0
        add(deal.rep, deal.created, { created_amount: deal.amount ?? 0, created_deals: 1 })
        if (!isClosed(deal)) continue
        const counts = { deals_won: isWon(deal) ? 1 : 0, deals_lost: isWon(deal) ? 0 : 1 }
        add(deal.rep, deal.closed, { bookings_amount: booked, credited_amount: booked, ...counts })
      }
      expectSameRows(found, [...months.values()], { dims: ['rep', 'month'], numbers })
    })

    test('mart_selling_effort', async () => {
      const numbers = ['activities', 'deals_won', 'deals_closed', 'activities_to_win', 'activities_to_close']
      const found = await read(
        `select rep_id as rep, territory_key as territory, cast(timezone('America/New_York', timezone('UTC', occurred_at)) as date) as closed, ${numbers.join(', ')} from mart_selling_effort join dim_rep using (rep_key)`,
      )
      const expected = deals.filter(isClosed).map(
        (deal): TableRow => ({
          ...deal,
          activities: 0,
          deals_won: isWon(deal) ? 1 : 0,
          deals_closed: 1,
          activities_to_win: 0,
          activities_to_close: 0,
        }),
      )
      expectSameRows(found, expected, { dims: ['rep', 'territory', 'closed'], numbers })
    })

    test('mart_consistency', async () => {
      const found = await read(
        'select kind, member_key as member, month_start as month, bookings_amount from mart_consistency',
      )
      const won = deals.filter(isWon)
      const groups: readonly [string, (deal: Deal) => string][] = [
        ['rep', ({ rep }) => rep],
        ['territory', ({ territory }) => territory],
        ['method', () => 'unknown'],
      ]
      const expected = groups.flatMap(([kind, memberOf]) =>
        [...new Set(won.map(memberOf))].flatMap((member) => {
          const own = won.filter((deal) => memberOf(deal) === member)
          const first = own.map(({ closed }) => monthOf(closed ?? '')).sort()[0] ?? ''
          return periodsBetween(first, today, 'month')
            .filter(([, last]) => last <= today)
            .map(([month]): TableRow => {
              const booked = own.filter(({ closed }) => monthOf(closed ?? '') === month)
              return {
                kind,
                member,
                month,
                bookings_amount: booked.reduce((n, it) => n + (it.amount ?? 0), 0),
              }
            })
        }),
      )
      expectSameRows(found, expected, { dims: ['kind', 'member', 'month'], numbers: ['bookings_amount'] })
    })
  },
)
