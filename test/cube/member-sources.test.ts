import { expect, test } from 'vitest'
import { memberSources } from '../../cube/member-sources.ts'

const file = (content: string) => ({ fileName: 'cubes/x.yml', content })

test('columns and members are found in SQL, filters and counts, and shown by views under their names', () => {
  const sources = memberSources([
    file(`cubes:
  - name: deals
    sql_table: fct_deal
    dimensions:
      - { name: id, sql: deal_id, type: string, primary_key: true, public: false }
      - { name: team, sql: "coalesce({CUBE}.team, {reps.team}, {reps}.squad)", type: string }
    measures:
      - { name: won, type: count, filters: [{ sql: "{CUBE}.status = 'won'" }] }
      - { name: rate, type: number, sql: "1.0 * {won} / nullif({CUBE.count}, 0)" }
  - { name: reps, sql_table: dim_rep, dimensions: [{ name: team, sql: team_name, type: string }] }
`),
    file(`views:
  - name: sales
    cubes:
      - { join_path: deals, includes: [rate, { name: won, alias: wins }] }
      - { join_path: deals.reps, prefix: true, includes: "*" }
`),
  ])
  const found = Object.fromEntries(
    sources.map(({ member, members, columns }) => [member, [...columns, ...members].sort()]),
  )
  expect(found).toEqual({
    'deals.id': ['fct_deal.deal_id'],
    'deals.team': ['dim_rep.squad', 'fct_deal.team', 'reps.team'],
    'deals.won': ['deals.id', 'fct_deal.status'],
    'deals.rate': ['deals.count', 'deals.won'],
    'reps.team': ['dim_rep.team_name'],
    'sales.rate': ['deals.rate'],
    'sales.wins': ['deals.won'],
    'sales.reps_team': ['reps.team'],
  })
})
