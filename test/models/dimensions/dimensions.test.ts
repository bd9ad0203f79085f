import { describe, expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { dimensionsCompany } from '../../support/companies/dimensions.ts'

const company = new BuiltCompany(dimensionsCompany)
const rows = (query: string): Promise<unknown[][]> => company.rows(query)

test('no audit of error severity fails', () => {
  expect(company.failed('error')).toEqual([])
})

describe('dim_account', () => {
  test('keeps a version for each period of unchanged attributes, all under the name of today', async () => {
    expect(
      await rows(
        `select account_key, account_name, segment, employees, owner_id, territory_id, valid_from::varchar, valid_to::varchar, is_current
         from dim_account where account_id = 'c1' order by valid_from`,
      ),
    ).toEqual([
      ['c1:1', 'Acme Group', 'SMB', 10, 'a', 'north', '1900-01-01 00:00:00', '2026-03-01 00:00:00', false],
      [
        'c1:2',
        'Acme Group',
        'Enterprise',
        900,
        'a',
        'south',
        '2026-03-01 00:00:00',
        '9999-12-31 00:00:00',
        true,
      ],
    ])
  })

  test('a deal that is closed keeps the segment and territory of its close; an open one has those of today', async () => {
    expect(
      await rows(
        `select o.opportunity_id, a.segment, o.territory_key, a.account_name from fct_opportunity o join dim_account a using (account_key) order by 1`,
      ),
    ).toEqual([
      ['o1', 'SMB', 'north', 'Acme Group'],
      ['o2', 'Enterprise', 'south', 'Acme Group'],
      ['o3', null, 'unknown', 'Unknown (c9)'],
    ])
  })
})

describe('dim_rep_hierarchy', () => {
  test('tells who was above whom and when, whatever else changed', async () => {
    expect(
      await rows(
        `select ancestor_id, depth, valid_from::date::varchar, valid_to::date::varchar
         from dim_rep_hierarchy where descendant_id = 'a' order by depth, valid_from`,
      ),
    ).toEqual([
      ['a', 0, '1900-01-01', '9999-12-31'],
      ['m', 1, '1900-01-01', '2026-03-01'],
      ['n', 1, '2026-03-01', '2026-04-01'],
      ['m', 1, '2026-04-01', '9999-12-31'],
      ['v', 2, '1900-01-01', '9999-12-31'],
    ])
  })

  test('cuts a circle of managers where it closes', async () => {
    expect(
      await rows(`select ancestor_id, depth from dim_rep_hierarchy where descendant_id = 'x' order by depth`),
    ).toEqual([
      ['x', 0],
      ['y', 1],
    ])
  })
})

test('dim_product has withdrawn products and those that only lines name; deals join their main one', async () => {
  expect(
    await rows(
      `select product_key, product_name, product_family, is_active from dim_product where product_key in ('p1', 'p9', 'unknown') order by 1`,
    ),
  ).toEqual([
    ['p1', 'Widget', 'Hardware', false],
    ['p9', 'Gadget', null, true],
    ['unknown', 'Unknown', null, true],
  ])
  expect(
    await rows(
      'select opportunity_id, product_key, p.product_name from fct_opportunity join dim_product p using (product_key) order by 1',
    ),
  ).toEqual([
    ['o1', 'p1', 'Widget'],
    ['o2', 'p9', 'Gadget'],
    ['o3', 'unknown', 'Unknown'],
  ])
})

test('dim_campaign converts costs at the rate of the first day; deals join the campaign they are credited to', async () => {
  expect(
    await rows(
      'select campaign_key, campaign_name, campaign_type, actual_cost::varchar from dim_campaign order by 1',
    ),
  ).toEqual([
    ['g1', 'Spring fair', 'Trade Show', '1100.000000'],
    ['g8', 'Unknown (g8)', null, null],
    ['g9', 'Unknown (g9)', null, null],
    ['unknown', 'Unknown', null, null],
  ])
  expect(await rows('select opportunity_id, campaign_key from fct_opportunity order by 1')).toEqual([
    ['o1', 'g1'],
    ['o2', 'g9'],
    ['o3', 'unknown'],
  ])
})

test('dim_fx_rate has both kinds of rate with the days that they hold for', async () => {
  expect(
    await rows('select fx_rate_key, valid_before::varchar, rate::varchar from dim_fx_rate order by 1'),
  ).toEqual([
    ['EUR:plan:2026-01-01', '9999-12-31', '1.050000000'],
    ['EUR:spot:2026-01-01', '2026-02-01', '1.100000000'],
    ['EUR:spot:2026-02-01', '9999-12-31', '1.200000000'],
    ['USD:plan:1900-01-01', '9999-12-31', '1.000000000'],
    ['USD:spot:1900-01-01', '9999-12-31', '1.000000000'],
  ])
})
