import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { onlyKnown } from '../../../models/forecast/known-columns.ts'
import { openForecastWarehouse } from '../../support/forecast-warehouse.ts'
import { forecastsAfter } from '../../support/known-tables.ts'
import { sampleBuild } from '../../support/sample-build.ts'

/** A day between two loads, so that what happened just before it is not known yet, and the day of a load. */
const origins = ['2026-07-10', '2026-07-15']
const last = '2026-07-15'

const forecastsOf = (scramble: readonly string[]) => forecastsAfter(scramble, origins)

const known = `(cast(timezone('Asia/Bangkok', timezone('UTC', loaded_from)) as date) <= date '${last}')`
const after = (instant: string) =>
  `cast(timezone('Asia/Bangkok', timezone('UTC', ${instant})) as date) > date '${last}'`
const unknownVersions = `select opportunity_id, version_number from fct_opportunity_version where not ${known}`
const unknownDeals = `select opportunity_id from fct_opportunity_version group by 1 having not bool_or(${known})`

/** Everything that became known after the last origin, made into something else. */
const scrambled = [
  `update fct_booking set amount = amount * 7, rep_key = 'unknown', booked_on = booked_on - 400 where (opportunity_id, version_number) in (${unknownVersions})`,
  `update fct_activity set occurred_on = occurred_on - 40 where activity_id in (select activity_id from int_activity_known where ${after('known_from')})`,
  `update fct_activity set occurred_on = occurred_on + 90, is_done = not is_done where occurred_on > date '${last}'`,
  `update fct_opportunity set deal_type = 'renewal', channel_key = 'web' where opportunity_id in (${unknownDeals})`,
  `update dim_rep set team = 'Elsewhere', quota_start = null where ${after('valid_from')}`,
  `update dim_account set segment = 'Elsewhere' where ${after('valid_from')}`,
  `update int_opportunity_change set changed_at = changed_at + interval 300 day where ${after('changed_at')}`,
  `update fct_opportunity_version set status = case status when 'won' then 'lost' when 'lost' then 'open' else 'won' end,
     stage_key = '/Negotiation', owner_id = null, amount = 1, close_date = date '2030-01-01', valid_on = valid_on - 500
     where not ${known}`,
]

describe('forecasts', () => {
  it('read no other columns than those that are known, and not by a bit what became known later', async () => {
    const plain = await forecastsOf([])
    expect(plain.deals.length).toBeGreaterThan(200)
    expect(await forecastsOf(scrambled)).toEqual(plain)
  })

  it('cannot ask how a deal stands now', async () => {
    const { buildFile, home } = sampleBuild()
    const warehouse = await openForecastWarehouse(buildFile, join(home, 'work'))
    const db = onlyKnown(warehouse.db)
    // @ts-expect-error: the present status is none of the known columns
    expect(db.selectFrom('fct_opportunity').select('status').compile().sql).toContain('status')
    // @ts-expect-error: nor is the number of activities
    expect(db.selectFrom('fct_opportunity').select('activities').compile().sql).toContain('activities')
    warehouse.close()
  })

  it('do change with what was known', async () => {
    const plain = await forecastsOf([])
    const other = await forecastsOf([
      `update fct_opportunity_version set stage_key = '/Proposal' where ${known} and status = 'open'`,
    ])
    expect(other.units).not.toEqual(plain.units)
  })
})
