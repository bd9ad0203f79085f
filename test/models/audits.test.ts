import type { DuckDBConnection } from '@duckdb/node-api'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditsOf } from '../../models/audits.ts'
import { catalogue } from '../../models/catalogue.ts'
import { models } from '../../models/index.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { openDuckdb } from '../support/duckdb.ts'
import { showAll } from '../support/landed-inputs.ts'
import { sampleBuild } from '../support/sample-build.ts'

test('what a column references is the key of a table', () => {
  const wrong = [...catalogue.values()].flatMap(({ name, columns }) =>
    Object.entries(columns).flatMap(([column, { references }]) => {
      if (references === undefined) return []
      const [table = '', key = ''] = references.split('.')
      return catalogue.get(table)?.key.join() === key ? [] : [`${name}.${column} references ${references}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('each audit of a table has a name of its own', () => {
  const names = models.flatMap((model) => auditsOf(model).map(({ name }) => `${model.name}: ${name}`))
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([])
})

describe('an audit names what was broken', () => {
  let connection: DuckDBConnection
  let close: () => void
  let db: Kysely<Warehouse>
  beforeAll(async () => {
    const opened = await openDuckdb()
    connection = opened.connection
    close = opened.close
    db = await showAll(connection, sampleBuild().home)
  })
  afterAll(() => close())

  /** Audits of a model that fail, with one example of each. */
  async function failing(name: string, audits: RegExp): Promise<Record<string, string | null>> {
    const failed: Record<string, string | null> = {}
    for (const model of models.filter((it) => it.name === name)) {
      for (const audit of auditsOf(model).filter((it) => audits.test(it.name))) {
        const [row] = await audit.failing(db).execute()
        if (row) failed[audit.name] = row.example
      }
    }
    return failed
  }

  async function broken(statement: string, look: () => Promise<unknown>): Promise<unknown> {
    await connection.run('begin')
    try {
      await connection.run(statement)
      return await look()
    } finally {
      await connection.run('rollback')
    }
  }

  test('a key that the other table does not have', async () => {
    expect(await failing('fct_opportunity', /^channel_key is found/)).toEqual({})
    expect(
      await broken("delete from dim_channel where channel_key = 'field'", () =>
        failing('fct_opportunity', /^channel_key is found/),
      ),
    ).toEqual({ 'channel_key is found in dim_channel': 'field' })
  })

  test.each([
    ['mart_rep_month', /quota equals/, 'update fct_quota set amount = amount + 1'],
    [
      'mart_rep_month',
      /deals that closed/,
      "update fct_opportunity set status = 'won' where status = 'open'",
    ],
    ['mart_rep_month', /amounts created/, 'update fct_opportunity set created_amount = created_amount * 2'],
    ['mart_rep_month', /open amounts/, 'update mart_rep_month set open_amount = open_amount + 1'],
    ['mart_rep_month', /activities are/, 'update fct_activity set is_done = not is_done'],
    ['mart_selling_effort', /activities are/, 'update fct_activity set is_done = true'],
    ['mart_selling_effort', /closes are/, "update fct_opportunity set status = 'open' where status = 'lost'"],
    [
      'mart_consistency',
      /bookings by rep/,
      "update fct_opportunity set amount = amount + 1 where status = 'won'",
    ],
    ['mart_rep_month', /credit equals/, 'update fct_booking_credit set amount = amount + 1'],
    [
      'fct_booking_credit',
      /as many as splits/,
      'delete from fct_booking_credit where credit_key = (select min(credit_key) from fct_booking_credit)',
    ],
    ['fct_booking_credit', /credit adds up/, 'update fct_booking_credit set amount = amount + 1'],
    [
      'fct_lead',
      /as many as in the source/,
      "insert into fct_lead select * replace (lead_id || 'x' as lead_id) from fct_lead limit 1",
    ],
    ['fct_lead', /touches are/, 'update fct_lead set touches = touches + 1'],
    ['mart_source_bridge', /opportunities add up/, 'update mart_source_bridge set records = records + 1'],
    ['mart_source_bridge', /amounts add up/, 'update fct_opportunity set amount = amount + 1'],
    ['mart_source_bridge', /begins once/, "delete from mart_source_bridge where line = 'source'"],
    ['mart_lead_source', /^leads are/, 'update mart_lead_source set leads = leads + 1'],
    ['mart_lead_source', /answered and converted/, 'update mart_lead_source set leads_answered = 0'],
    ['mart_lead_source', /each opportunity/, 'update mart_lead_source set opportunities = 1'],
    ['mart_lead_source', /opportunities won/, "update fct_opportunity set status = 'lost'"],
    ['mart_lead_source', /opportunities lost/, "update fct_opportunity set status = 'won'"],
    [
      'mart_lead_source',
      /bookings equal/,
      'update mart_lead_source set bookings_amount = bookings_amount + 1',
    ],
    ['mart_lead_source', /open amounts/, 'update mart_lead_source set open_amount = open_amount + 1'],
    ['mart_selling_effort', /up to a close/, 'update mart_selling_effort set activities_to_close = 0'],
    ['fct_hygiene', /close dates/, "delete from fct_hygiene where rule = 'close_date_past'"],
    ['mart_hygiene_score', /checks are/, 'update mart_hygiene_score set applicable = applicable + 1'],
    ['mart_hygiene_score', /checks weigh/, 'update mart_hygiene_score set weighted_applicable = 1'],
    ['mart_hygiene_score', /failures are/, 'update fct_hygiene set failed = not failed'],
    ['mart_hygiene_score', /failures weigh/, 'update fct_hygiene set weight = weight + 1'],
    ['fct_pipeline_week', /deals of the last/, 'update fct_pipeline_week set open_deals = open_deals + 1'],
    ['fct_pipeline_week', /amounts of the last/, 'update fct_pipeline_week set open_amount_deal = 0'],
    [
      'mart_pipeline_period',
      /due at the start/,
      `delete from mart_pipeline_period where period_kind = 'quarter' and outcome = 'slipped'`,
    ],
    [
      'mart_pipeline_conversion',
      /deals of week 0/,
      'update mart_pipeline_conversion set open_deals = open_deals + 1',
    ],
    [
      'mart_pipeline_conversion',
      /bookings of each quarter/,
      'update mart_pipeline_conversion set won_amount = 0',
    ],
    ['mart_rep_period', /^quota of periods/, 'update mart_rep_period set quota_amount = 0'],
    ['mart_rep_period', /^credit equals/, 'update mart_rep_period set credited_amount = 0'],
    ['mart_rep_period', /^bookings equal/, 'update mart_rep_period set bookings_amount = 0'],
    ['mart_rep_ramp', /^reps are as many/, 'delete from mart_rep_ramp where not has_left'],
    ['mart_member_consistency', /months are as many/, 'update mart_member_consistency set months = 1'],
    ['mart_member_consistency', /bookings add up/, 'update mart_member_consistency set total_amount = 0'],
    ['mart_funnel', /^deals 90 days/, 'delete from mart_funnel where is_won and age_days = 90'],
    ['mart_funnel', /won within 90/, 'update mart_funnel set reached = reached + 1'],
    ['mart_territory_balance', /accounts are as many/, 'update mart_territory_balance set accounts = 1'],
    ['mart_territory_balance', /open amounts/, 'update mart_territory_balance set open_amount = 1'],
    ['mart_territory_balance', /bookings equal/, 'update mart_territory_balance set bookings_amount = 1'],
    ['mart_territory_balance', /activities are as many/, 'update mart_territory_balance set activities = 1'],
    [
      'mart_territory_balance',
      /company's bookings_amount/,
      "update mart_territory_balance set bookings_amount = 1 where level = 'company'",
    ],
  ])('a total of %s that %s no longer', async (name, audits, statement) => {
    // The day of closing is the one of the fact: a deal that is made to close has none until it is given one.
    const given =
      "; update fct_opportunity set closed_on = as_of_on where status <> 'open' and closed_on is null"
    expect(await failing(name, audits)).toEqual({})
    const found = await broken(statement + given, () => failing(name, audits))
    expect(Object.values(found as object)[0]).toMatch(/^-?[\d.]+ here, -?[\d.]+ there$/)
  })

  const oneOf = (table: string, key: string) => `(select max(${key}) from ${table})`

  test.each([
    [
      'mart_channel_yield',
      /wins, closes and bookings/,
      "update mart_channel_yield set bookings_amount = bookings_amount + 1 where kind = 'segment'",
      /^segment$/,
    ],
    [
      'mart_cycle_survival',
      /of each member/,
      "update mart_cycle_survival set won = won + 1 where kind = 'all'",
      /^all/,
    ],
    [
      'fct_pipeline_movement',
      /opportunity by opportunity/,
      "delete from fct_pipeline_movement where reason = 'won'",
      / in the \w+( \w+)? from 20/,
    ],
    [
      // Each opportunity still balances: it is another owner's pipeline that it left.
      'fct_pipeline_movement',
      /for each owner and territory/,
      "update fct_pipeline_movement set rep_key = 'unknown' where reason = 'won'",
      / in .*, \w+ from 20.*: -?[\d.]+ too much$/,
    ],
    [
      'fct_pipeline_movement',
      /that versions tell/,
      "update fct_opportunity_version set amount_deal = 2 * amount_deal where status = 'open'",
      / in .*, \w+ from 20/,
    ],
    ['dim_rep', /follow one another/, 'update dim_rep set valid_to = valid_to - interval 1 day', /:/],
    [
      'dim_account',
      /follow one another/,
      `delete from dim_account where account_key = ${oneOf("dim_account where valid_from > '1900-01-01'", 'account_key')}`,
      /:/,
    ],
    [
      'dim_rep_hierarchy',
      /twice at a time/,
      'insert into dim_rep_hierarchy select * from dim_rep_hierarchy where depth = 1 limit 1',
      /./,
    ],
    [
      'fct_booking',
      /bookings of each opportunity/,
      `delete from fct_booking where booking_key = ${oneOf("fct_booking where event = 'reversed'", 'booking_key')}`,
      /./,
    ],
    [
      'mart_lead_response',
      /every lead is followed/,
      "update mart_lead_response set left_out = 1 where kind = 'source'",
      /^source$/,
    ],
    [
      'mart_ramp_median',
      /every rep is followed/,
      "update mart_ramp_median set left_out = left_out + 1 where kind = 'team'",
      /^team$/,
    ],
    ['mart_rep_ramp', /a rep is ramped/, 'update mart_rep_ramp set is_ramped = true', /./],
    ['mart_member_consistency', /lie between/, 'update mart_member_consistency set gini = 2', /./],
    [
      'mart_pipeline_period',
      /won amounts of each/,
      "update mart_pipeline_period set won_amount = 0 where outcome = 'brought in'",
      /^(month|quarter) from 20/,
    ],
    ['fct_booking', /once more often/, "update fct_booking set deals = 0 where event = 'reversed'", /./],
    [
      'fct_opportunity_version',
      /^versions follow/,
      `delete from fct_opportunity_version where version_key = ${oneOf('fct_opportunity_version where version_number = 2', 'version_key')}`,
      /:1$/,
    ],
    [
      'fct_opportunity_version',
      /taken for its newest/,
      'update fct_opportunity_version set loaded_to = loaded_to + interval 1 hour where version_number = 1',
      /:[12]$/,
    ],
    [
      'fct_stage_visit',
      /^visits follow/,
      'update fct_stage_visit set exited_at = exited_at + interval 1 hour where visit_number = 1',
      /:1$/,
    ],
    [
      'int_rate_period',
      /follow one another/,
      'update int_rate_period set valid_before = valid_before - 1',
      /^[A-Z]{3}$/,
    ],
  ])('rows of %s of which %s', async (name, audits, statement, example) => {
    expect(await failing(name, audits)).toEqual({})
    const found = await broken(statement, () => failing(name, audits))
    expect(Object.values(found as object)[0]).toMatch(example)
  })
})
