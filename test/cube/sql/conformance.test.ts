import { expect, test } from 'vitest'
import { sampleCube } from '../../dashboards/served.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { functions } from './postgres-functions.ts'
import { type ByHand, type Refusal, SqlLab } from './sql-lab.ts'

const lab = new SqlLab(async () => ({ cube: await sampleCube(), file: sampleBuild().buildFile }))

const LOCAL = (column: string): string => `timezone('Asia/Bangkok', timezone('UTC', ${column}))`

/** What the view bookings stands for, by hand. */
const DEALS = `(select o.*, r.team as rep_team, r.rep_name, t.territory_name, c.channel_name, a.segment as account_segment,
  a.account_name, ${LOCAL('o.closed_at')} as closed_local, ${LOCAL('o.created_at')} as created_local
  from fct_opportunity o left join dim_rep r using (rep_key) left join dim_territory t using (territory_key)
  left join dim_channel c using (channel_key) left join dim_account a on a.account_key = o.account_key) d`

const MEASURES: Readonly<Record<string, string>> = {
  amount: "sum(amount) filter (where status = 'won')",
  deals_won: "count(*) filter (where status = 'won')",
  deals_lost: "count(*) filter (where status = 'lost')",
  win_rate: "count(*) filter (where status = 'won') / nullif(count(*) filter (where status <> 'open'), 0)",
  win_rate_by_value:
    "sum(amount) filter (where status = 'won') / nullif(sum(amount) filter (where status <> 'open'), 0)",
  average_deal:
    "sum(amount) filter (where status = 'won') / nullif(count(*) filter (where status = 'won'), 0)",
  cycle_days_avg: "avg(cycle_days) filter (where status = 'won')",
  cycle_days_median: "quantile_cont(cycle_days, 0.5) filter (where status = 'won')",
}

const GROUPS: Readonly<Record<string, string>> = {
  territory_name: 'territory_name',
  channel_name: 'channel_name',
  rep_team: 'rep_team',
  account_segment: 'account_segment',
  deal_type: 'deal_type',
  "date_trunc('month', closed_at)": "date_trunc('month', closed_local)",
  "date_trunc('quarter', created_at)": "date_trunc('quarter', created_local)",
  'EXTRACT(YEAR FROM closed_at)': 'year(closed_local)',
  'CAST(closed_at AS date)': 'cast(closed_local as date)',
  'UPPER(territory_name)': 'upper(territory_name)',
  "CASE WHEN account_segment = 'SMB' THEN 'small' ELSE 'large' END":
    "case when account_segment = 'SMB' then 'small' else 'large' end",
}

const FILTERS: Readonly<Record<string, string>> = {
  true: 'true',
  "closed_at >= '2026-01-01'": "closed_local >= '2026-01-01'",
  "closed_at >= '2026-01-01' AND closed_at < '2026-07-01'":
    "closed_local >= '2026-01-01' and closed_local < '2026-07-01'",
  "territory_name IN ('Bangkok', 'Singapore')": "territory_name in ('Bangkok', 'Singapore')",
  "account_segment <> 'SMB' OR deal_type = 'new'": "account_segment <> 'SMB' or deal_type = 'new'",
  "LOWER(channel_name) LIKE '%e%'": "lower(channel_name) like '%e%'",
  'loss_reason IS NULL': 'loss_reason is null',
  won: "status = 'won'",
  'NOT won': "status <> 'won'",
  'cycle_days BETWEEN 10 AND 100': 'cycle_days between 10 and 100',
}

const grouped = Object.entries(GROUPS).flatMap(([group, byHand]) =>
  Object.entries(MEASURES).map(([measure, sql]): [string, string] => [
    `SELECT ${group}, MEASURE(${measure}) FROM bookings GROUP BY 1`,
    `select ${byHand}, ${sql} from ${DEALS} group by 1`,
  ]),
)

const filtered = Object.entries(FILTERS).flatMap(([filter, byHand]) => [
  [
    `SELECT MEASURE(amount), MEASURE(win_rate), COUNT(*) FROM bookings WHERE ${filter}`,
    `select ${MEASURES.amount}, ${MEASURES.win_rate}, count(*) from ${DEALS} where ${byHand}`,
  ],
  [
    `SELECT territory_name, SUM(amount) FROM bookings WHERE ${filter} GROUP BY territory_name`,
    `select territory_name, ${MEASURES.amount} from ${DEALS} where ${byHand} group by 1`,
  ],
  [
    `SELECT opportunity_id, status, deal_amount FROM bookings WHERE ${filter}`,
    `select opportunity_id, status, amount_deal from ${DEALS} where ${byHand}`,
  ],
  [
    `SELECT COUNT(*), SUM(x.a) FROM (SELECT amount AS a, opportunity_id FROM bookings WHERE ${filter}) x`,
    `select count(*), ${MEASURES.amount} from ${DEALS} where ${byHand}`,
  ],
]) as [string, string][]

const WON = "status = 'won'"

const shapes: readonly ByHand[] = [
  ['SELECT AVG(x) FROM (SELECT win_rate AS x FROM bookings) t', `select ${MEASURES.win_rate} from ${DEALS}`],
  [
    'SELECT SUM(amount), COUNT(deals_won) FROM bookings',
    `select ${MEASURES.amount}, ${MEASURES.deals_won} from ${DEALS}`,
  ],
  [
    'SELECT AVG(cycle_days_avg), MAX(win_rate) FROM bookings',
    `select ${MEASURES.cycle_days_avg}, ${MEASURES.win_rate} from ${DEALS}`,
  ],
  [
    'SELECT COUNT(DISTINCT deal_type), MIN(cycle_days), MAX(cycle_days), SUM(cycle_days) FROM bookings',
    `select count(distinct deal_type), min(cycle_days), max(cycle_days), sum(cycle_days) from ${DEALS}`,
  ],
  [
    'SELECT MIN(closed_at), MAX(closed_at) FROM bookings',
    `select min(closed_local), max(closed_local) from ${DEALS}`,
  ],
  [
    "SELECT COUNT(*) FILTER (WHERE status = 'won') FROM bookings",
    `select count(*) from ${DEALS} where ${WON}`,
  ],
  ['SELECT SUM(deals_won) FROM bookings', `select ${MEASURES.deals_won} from ${DEALS}`],
  [
    'SELECT DISTINCT ON (territory_name) territory_name, opportunity_id FROM bookings WHERE won ORDER BY territory_name, closed_at DESC, opportunity_id',
    `select territory_name, opportunity_id from (select *, row_number() over (partition by territory_name order by closed_local desc nulls first, opportunity_id) as n
      from ${DEALS} where ${WON}) where n = 1`,
  ],
  [
    'SELECT DISTINCT ON (1) rep_team, territory_name, SUM(amount) FROM bookings GROUP BY 1, 2 ORDER BY 1, 3 DESC NULLS LAST, 2',
    `select rep_team, territory_name, a from (select *, row_number() over (partition by rep_team order by a desc nulls last, territory_name nulls last) as n
      from (select rep_team, territory_name, ${MEASURES.amount} as a from ${DEALS} group by 1, 2)) where n = 1`,
  ],
  [
    "SELECT date_trunc('fiscal_quarter', closed_at), SUM(amount), MEASURE(win_rate) FROM bookings WHERE NOT closed_at IS NULL GROUP BY 1",
    `select date_trunc('quarter', closed_local - interval 1 month) + interval 1 month, ${MEASURES.amount}, ${MEASURES.win_rate}
      from ${DEALS} where closed_at is not null group by 1`,
  ],
  [
    "SELECT m, a FROM generate_series(timestamp '2025-11-01', '2026-06-01', '1 month') AS g(m) LEFT JOIN (SELECT date_trunc('month', closed_at) AS k, SUM(amount) AS a FROM bookings WHERE deal_type = 'renewal' GROUP BY 1) t ON t.k = g.m",
    `select m, a from (select unnest(generate_series(timestamp '2025-11-01', timestamp '2026-06-01', interval 1 month)) as m)
      left join (select date_trunc('month', closed_local) as k, ${MEASURES.amount} as a from ${DEALS} where deal_type = 'renewal' group by 1) on k = m`,
  ],
  ['SELECT COUNT(*), SUM(n), MAX(n) FROM generate_series(1, 10, 4) AS n', 'select 3, 15, 9'],
  ['SELECT generate_series FROM generate_series(3, 1, -1)', 'select unnest([3, 2, 1])'],
  ['SELECT DISTINCT territory_name FROM bookings', `select distinct territory_name from ${DEALS}`],
  [
    'SELECT DISTINCT territory_name, channel_name FROM bookings',
    `select distinct territory_name, channel_name from ${DEALS}`,
  ],
  [
    'SELECT COUNT(*) FROM (SELECT DISTINCT territory_name FROM bookings) t',
    `select count(distinct territory_name) from ${DEALS}`,
  ],
  [
    'SELECT rep_team, SUM(amount) FROM bookings GROUP BY 1 HAVING SUM(amount) > 1000000',
    `select rep_team, ${MEASURES.amount} as a from ${DEALS} group by 1 having a > 1000000`,
  ],
  [
    'SELECT rep_team, SUM(amount) FROM bookings WHERE amount > 1000000 GROUP BY 1',
    `select rep_team, ${MEASURES.amount} as a from ${DEALS} group by 1 having a > 1000000`,
  ],
  [
    'SELECT rep_team, SUM(amount) * 2 + 1 FROM bookings GROUP BY 1',
    `select rep_team, ${MEASURES.amount} * 2 + 1 from ${DEALS} group by 1`,
  ],
  [
    'SELECT rep_team, SUM(amount) / NULLIF(COUNT(deals_won), 0) FROM bookings GROUP BY rep_team',
    `select rep_team, ${MEASURES.average_deal} from ${DEALS} group by 1`,
  ],
  [
    'SELECT rep_team, SUM(amount) AS a FROM bookings GROUP BY 1 ORDER BY a DESC LIMIT 2',
    `select rep_team, ${MEASURES.amount} as a from ${DEALS} group by 1 order by 2 desc nulls first limit 2`,
  ],
  [
    'SELECT rep_team, SUM(amount) AS a FROM bookings GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 1 OFFSET 1',
    `select rep_team, ${MEASURES.amount} as a from ${DEALS} group by 1 order by 2 desc nulls last limit 1 offset 1`,
  ],
  [
    'WITH t AS (SELECT rep_team, SUM(amount) AS a FROM bookings GROUP BY 1) SELECT SUM(a), COUNT(*) FROM t',
    `select ${MEASURES.amount}, count(distinct rep_team) + max(case when rep_team is null then 1 else 0 end) from ${DEALS}`,
  ],
  [
    'WITH t AS (SELECT rep_team, SUM(amount) AS a FROM bookings GROUP BY 1) SELECT rep_team, a / SUM(a) OVER () FROM t',
    `select rep_team, ${MEASURES.amount} / sum(${MEASURES.amount}) over () from ${DEALS} group by 1`,
  ],
  [
    'SELECT rep_team, RANK() OVER (ORDER BY SUM(amount) DESC) FROM bookings GROUP BY 1',
    `select rep_team, rank() over (order by ${MEASURES.amount} desc nulls first) from ${DEALS} group by 1`,
  ],
  [
    "SELECT date_trunc('month', closed_at) AS m, SUM(SUM(amount)) OVER (ORDER BY date_trunc('month', closed_at)) FROM bookings GROUP BY 1",
    `select date_trunc('month', closed_local) as m, sum(${MEASURES.amount}) over (order by m nulls last) from ${DEALS} group by 1`,
  ],
  [
    'SELECT territory_name, channel_name, SUM(amount) FROM bookings GROUP BY ROLLUP(territory_name, channel_name)',
    `select territory_name, channel_name, ${MEASURES.amount} from ${DEALS} group by rollup(territory_name, channel_name)`,
  ],
  [
    'SELECT territory_name, channel_name, MEASURE(win_rate) FROM bookings GROUP BY CUBE(1, 2)',
    `select territory_name, channel_name, ${MEASURES.win_rate} from ${DEALS} group by cube(territory_name, channel_name)`,
  ],
  [
    'SELECT territory_name, channel_name, GROUPING(territory_name, channel_name), MEASURE(win_rate) FROM bookings GROUP BY GROUPING SETS ((territory_name), (channel_name), ())',
    `select territory_name, channel_name, grouping(territory_name, channel_name), ${MEASURES.win_rate} from ${DEALS} group by grouping sets ((territory_name), (channel_name), ())`,
  ],
  [
    "SELECT 'won', COUNT(*) FROM bookings WHERE won UNION ALL SELECT 'rest', COUNT(*) FROM bookings WHERE NOT won",
    `select 'won', count(*) from ${DEALS} where ${WON} union all select 'rest', count(*) from ${DEALS} where status <> 'won'`,
  ],
  ["SELECT territory_name FROM bookings INTERSECT SELECT 'Bangkok'", `select 'Bangkok'`],
  [
    "SELECT territory_name FROM bookings EXCEPT SELECT 'Bangkok'",
    `select distinct territory_name from ${DEALS} where territory_name is distinct from 'Bangkok'`,
  ],
  [
    'SELECT territory_name, amount FROM bookings WHERE amount > 100000',
    `select territory_name, amount from ${DEALS} where ${WON} and amount > 100000`,
  ],
  [
    'SELECT opportunity_id, deals_won, win_rate FROM bookings',
    `select opportunity_id, case when ${WON} then 1 end, case when ${WON} then 1.0 end from ${DEALS}`,
  ],
  [
    "SELECT b.deal_type FROM bookings AS b WHERE b.status = 'won' ORDER BY b.deal_type LIMIT 1",
    `select deal_type from ${DEALS} where ${WON} order by 1 nulls last limit 1`,
  ],
  [
    'SELECT "bookings"."deal_type" AS "Type", SUM("bookings"."amount") FROM "public"."bookings" "bookings" GROUP BY "bookings"."deal_type"',
    `select deal_type, ${MEASURES.amount} from ${DEALS} group by 1`,
  ],
  [
    'SELECT a, b FROM (SELECT deal_type, SUM(amount) FROM bookings GROUP BY 1) AS t(a, b)',
    `select deal_type, ${MEASURES.amount} from ${DEALS} group by 1`,
  ],
  [
    'SELECT t.territory_name, b.a FROM territories t LEFT JOIN (SELECT territory_name, SUM(amount) AS a FROM bookings GROUP BY 1) b ON b.territory_name = t.territory_name',
    `select t.territory_name, b.a from dim_territory t left join (select territory_name, ${MEASURES.amount} as a from ${DEALS} group by 1) b using (territory_name)`,
  ],
  [
    'SELECT x.deal_type, y.n FROM (SELECT deal_type, SUM(amount) a FROM bookings GROUP BY 1) x JOIN (SELECT deal_type, COUNT(*) n FROM bookings GROUP BY 1) y USING (deal_type)',
    `select deal_type, count(*) from ${DEALS} where deal_type is not null group by 1`,
  ],
  [
    'SELECT o.deal_type, r.rep_team, MEASURE(o.amount) FROM opportunities o CROSS JOIN reps r GROUP BY 1, 2',
    `select deal_type, rep_team, ${MEASURES.amount} from ${DEALS} group by 1, 2`,
  ],
  [
    'SELECT o.deal_type, r.rep_team, SUM(o.amount) FROM opportunities o LEFT JOIN reps r ON o.__cubeJoinField = r.__cubeJoinField GROUP BY 1, 2',
    `select deal_type, rep_team, ${MEASURES.amount} from ${DEALS} group by 1, 2`,
  ],
  [
    'SELECT (SELECT SUM(amount) FROM bookings), EXISTS (SELECT 1 FROM bookings WHERE won)',
    `select ${MEASURES.amount}, true from ${DEALS}`,
  ],
  [
    'SELECT COUNT(*) FROM bookings WHERE territory_name IN (SELECT territory_name FROM bookings GROUP BY 1 HAVING SUM(amount) > 1000000)',
    `select count(*) from ${DEALS} where territory_name in (select territory_name from ${DEALS} group by 1 having ${MEASURES.amount} > 1000000)`,
  ],
  [
    'SELECT SUM(a) FROM (SELECT amount AS a FROM bookings ORDER BY opportunity_id LIMIT 100) t',
    `select sum(amount) filter (where ${WON}) from (select * from ${DEALS} order by opportunity_id limit 100)`,
  ],
  ["SELECT SUM(amount) FROM bookings WHERE territory_name = 'nowhere'", 'select null'],
  [
    "SELECT territory_name, SUM(amount) FROM bookings WHERE territory_name = 'nowhere' GROUP BY 1",
    'select 1 where false',
  ],
  ['SELECT MAX(CASE WHEN amount IS NULL THEN 1 ELSE 0 END) FROM bookings', 'select 0'],
  [
    'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY cycle_days) FROM bookings WHERE won',
    `select quantile_cont(cycle_days, 0.5) from ${DEALS} where ${WON}`,
  ],
  [
    "SELECT string_agg(DISTINCT deal_type, ',' ORDER BY deal_type) FROM bookings",
    `select string_agg(distinct deal_type, ',' order by deal_type) from ${DEALS}`,
  ],
  [
    "SELECT to_char(closed_at, 'YYYY-MM'), COUNT(*) FROM bookings GROUP BY 1",
    `select strftime(closed_local, '%Y-%m'), count(*) from ${DEALS} group by 1`,
  ],
  [
    "SELECT COUNT(*) FROM bookings WHERE date_trunc('year', closed_at) = '2026-01-01'",
    `select count(*) from ${DEALS} where year(closed_local) = 2026`,
  ],
  ['SELECT COUNT(*) FROM reps', 'select count(distinct rep_id) from dim_rep'],
  ['SELECT __user, COUNT(*) FROM bookings GROUP BY 1', `select 'ann', count(*) from ${DEALS}`],
  ["SELECT COUNT(*) FROM bookings WHERE __user = 'ann'", `select count(*) from ${DEALS}`],
]

const refusals: readonly Refusal[] = [
  ['SELECT nope FROM bookings', '42703', /"nope"/],
  ['SELECT b.nope FROM bookings b', '42703', /b\.nope/],
  ['SELECT x.amount FROM bookings b', '42P01', /"x"/],
  ['SELECT * FROM nope', '42P01', /"nope"/],
  ['SELECT SUM(cycle_days_avg) FROM bookings', '42809', /cycle_days_avg/],
  ['SELECT COUNT(amount) FROM bookings', '42809', /amount/],
  ['SELECT MEASURE(territory_name) FROM bookings', '42809', /territory_name/],
  ['SELECT territory_name, SUM(amount) FROM bookings', '42803', /territory_name/],
  ['SELECT territory_name, amount FROM bookings GROUP BY 1', '42803', /amount/],
  ['SELECT amount + 1 FROM bookings GROUP BY 1', '42803', /amount/],
  ['SELECT SUM(amount) FROM bookings WHERE SUM(amount) > 1', '42803', /WHERE/],
  [
    "SELECT SUM(amount) FROM bookings WHERE amount > 1 OR territory_name = 'x'",
    '0A000',
    /measures and dimensions/,
  ],
  ['SELECT cycle_days_median FROM bookings', '0A000', /cycle_days_median/],
  ['SELECT nope(1)', '42883', /nope/],
  ['SELECT 1 / 0', '22012', /division by zero/],
  ['SELECT 1 % (deals_won - deals_won) FROM bookings WHERE won', '22012', /division by zero/],
  ["SELECT CAST('x' AS integer)", '22P02', /x/],
  ["SELECT * FROM bookings WHERE closed_at > 'nonsense'", '22007', /nonsense/],
  ["SELECT date_trunc('fortnight', closed_at) FROM bookings", '22023', /fortnight/],
  ['SELECT territory_name FROM bookings WHERE territory_name = 1', '42883', /text = int4/],
  ["SELECT 'x'::nope", '42704', /nope/],
  ['SELECT FROM FROM', '42601', /syntax error/],
  ['SELECT 1; SELECT (', '42601', /syntax error/],
  ['SELECT * FROM bookings a, quota b', '42P01', /no join/],
  [
    'SELECT opportunity_name, MEASURE(km_median_days) FROM cycle GROUP BY 1',
    '42000',
    /cannot be told by opportunity_name/,
  ],
  ['SELECT territory_name FROM bookings ORDER BY 7', '42P10', /7/],
  ['SELECT closed_at FROM bookings a CROSS JOIN bookings b', '0A000', /itself/],
  ['INSERT INTO bookings VALUES (1)', '0A000', /INSERT/],
  ['UPDATE bookings SET amount = 1', '0A000', /UPDATE/],
  ['DELETE FROM bookings', '0A000', /DELETE/],
  ['CREATE TEMP TABLE x (a int)', '0A000', /CREATE TABLE/],
  ['CREATE TABLE x AS SELECT 1', '0A000', /CREATE TABLE AS/],
  ['SELECT 1 INTO x', '0A000', /INTO/],
  ['COPY bookings TO STDOUT', '0A000', /COPY/],
  ['TRUNCATE bookings', '0A000', /TRUNCATE/],
  ['DROP TABLE bookings', '0A000', /DROP/],
  [
    'SELECT DISTINCT ON (territory_name) territory_name FROM bookings ORDER BY channel_name',
    '42P10',
    /DISTINCT ON/,
  ],
  ['SELECT * FROM generate_series(1, 10, 0)', '22023', /step size/],
  ['SELECT COUNT(*) FROM generate_series(1, 1000000000)', '54000', /1000000/],
  [
    "SELECT COUNT(*) FROM generate_series(timestamp '1900-01-01', '2100-01-01', '1 minute')",
    '54000',
    /1000000/,
  ],
  ["SELECT * FROM read_csv('x.csv')", '42883', /read_csv/],
  ["SELECT * FROM generate_series('a'::text, 'b'::text)", '42883', /generate_series/],
  ["SELECT set_config('role', 'ann', false)", '42501', /role/],
  ["SELECT set_config('nope', 'x', false)", '42704', /nope/],
  ["SELECT set_config(upper('x'), 'x', false)", '0A000', /literals/],
  ['SELECT a FROM (VALUES (1)) AS t(a, b)', '42P10', /"t"/],
  ['SHOW nope', '42704', /nope/],
  ["SET TimeZone = 'Nowhere/Else'", '22023', /TimeZone/],
  ['EXECUTE nope', '26000', /nope/],
  ['FETCH 1 FROM nope', '34000', /nope/],
]

test('there are at least 200 statements', () => {
  expect(
    grouped.length + filtered.length + shapes.length + functions.length + refusals.length,
  ).toBeGreaterThan(200)
})

test.each([
  ['grouped', grouped],
  ['filtered', filtered],
  ['shapes', shapes],
] as const)('%s statements give what is computed by hand over the tables', async (_, statements) => {
  expect(await lab.unlikeByHand(statements)).toEqual([])
})

test('what is refused has the right SQLSTATE and names the thing', async () => {
  expect(await lab.wronglyRefused(refusals)).toEqual([])
  expect(lab.faults).toEqual([])
})
