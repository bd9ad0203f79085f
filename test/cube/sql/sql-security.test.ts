import { beforeAll, expect, test } from 'vitest'
import type { CubeUser } from '../../../cube/server.ts'
import { sampleCube } from '../../dashboards/served.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { sameByRest } from '../../support/sql-same-by-rest.ts'
import { alike, SqlLab } from './sql-lab.ts'

const lab = new SqlLab(async () => ({ cube: await sampleCube(), file: sampleBuild().buildFile }))

beforeAll(async () => {
  const [manager] = await lab.byHand(
    "select rep_id from dim_rep where is_current and exists (select 1 from dim_rep m where m.is_current and m.current_path like '%/' || dim_rep.rep_id || '/%/') limit 1",
  )
  const [rep] = await lab.byHand(
    "select r.rep_id from fct_opportunity o join dim_rep r using (rep_key) where o.status = 'won' group by 1 order by count(*) desc, 1 limit 1",
  )
  for (const user of [
    { name: 'rhea', role: 'rep', repId: rep?.[0] ?? '' },
    { name: 'max', role: 'manager', repId: manager?.[0] ?? '' },
    { name: 'nia', role: 'rep' },
    { name: 'ada', role: 'analyst' },
    { name: 'vic', role: 'vp' },
  ] as const)
    lab.users.set(user.name, user)
})

/** The rows of fct_opportunity that a user may see, by hand. */
function own({ role, repId }: CubeUser): string {
  if (role !== 'rep' && role !== 'manager') return 'true'
  return role === 'rep' ? `ends_with(r.current_path, '/${repId}/')` : `contains(r.current_path, '/${repId}/')`
}

/** A rep who is no person of the CRM: every view is closed to them. */
const isNobody = ({ role, repId }: CubeUser): boolean => role === 'rep' && repId === undefined

const BASE = (user: CubeUser): string =>
  `(select o.*, r.team, t.territory_name from fct_opportunity o left join dim_rep r using (rep_key) left join dim_territory t using (territory_key) where ${own(user)}) d`

const shapes: readonly (readonly [string, (base: string) => string])[] = [
  ['SELECT COUNT(*) FROM bookings', (base) => `select count(*) from ${base}`],
  ['SELECT opportunity_id FROM bookings', (base) => `select opportunity_id from ${base}`],
  ['SELECT DISTINCT territory_name FROM bookings', (base) => `select distinct territory_name from ${base}`],
  [
    'SELECT territory_name, SUM(amount) FROM bookings GROUP BY 1',
    (base) => `select territory_name, sum(amount) filter (where status = 'won') from ${base} group by 1`,
  ],
  [
    'SELECT upper(territory_name), COUNT(*) FROM bookings GROUP BY 1',
    (base) => `select upper(territory_name), count(*) from ${base} group by 1`,
  ],
  ['SELECT COUNT(*) FROM (SELECT amount FROM bookings) t', (base) => `select count(*) from ${base}`],
  [
    'WITH bookings AS (SELECT * FROM bookings) SELECT COUNT(*) FROM bookings',
    (base) => `select count(*) from ${base}`,
  ],
  ['SELECT COUNT(*) FROM opportunities', (base) => `select count(*) from ${base}`],
  [
    'SELECT COUNT(*) FROM bookings WHERE rep_name IS NOT NULL OR true',
    (base) => `select count(*) from ${base}`,
  ],
  [
    'SELECT COUNT(*) FROM bookings WHERE opportunity_id IN (SELECT opportunity_id FROM bookings)',
    (base) => `select count(*) from ${base}`,
  ],
  [
    'SELECT SUM(deal_amount), MAX(cycle_days) FROM bookings',
    (base) => `select sum(amount_deal), max(cycle_days) from ${base}`,
  ],
  [
    'SELECT territory_name, COUNT(*) FROM bookings GROUP BY ROLLUP(1)',
    (base) => `select territory_name, count(*) from ${base} group by rollup(1)`,
  ],
  [
    "SELECT 'a', COUNT(*) FROM bookings UNION ALL SELECT 'b', COUNT(*) FROM bookings",
    (base) => `select 'a', count(*) from ${base} union all select 'b', count(*) from ${base}`,
  ],
  [
    'SELECT COUNT(*) FROM (SELECT o.opportunity_id FROM bookings o LEFT JOIN (SELECT 1 AS one) x ON true) y',
    (base) => `select count(*) from ${base}`,
  ],
  [
    'SELECT row_number() OVER (ORDER BY opportunity_id) FROM bookings',
    (base) => `select row_number() over (order by opportunity_id) from ${base}`,
  ],
]

test('every shape of statement gives each user what a filter of the base rows gives', async () => {
  const differences: string[] = []
  for (const [name, user] of lab.users)
    for (const [statement, byHand] of shapes) {
      if (isNobody(user)) {
        const { code } = await lab.refused(statement, name)
        if (code !== '42P01') differences.push(`${name}: ${statement}: ${code}`)
        continue
      }
      const rows = await lab.ask(statement, { user: name }).catch((error: Error) => [[error.message]])
      const expected = await lab.byHand(byHand(BASE(user)))
      const [a, b] = [alike(rows), alike(expected)]
      if (JSON.stringify(a) !== JSON.stringify(b))
        differences.push(`${name}: ${statement}: ${a.slice(0, 2)} by hand ${b.slice(0, 2)}`)
    }
  expect(differences).toEqual([])
  expect(Number((await lab.ask('SELECT COUNT(*) FROM bookings', { user: 'rhea' }))[0]?.[0])).toBeGreaterThan(
    0,
  )
})

// The long form is `npm run campaign:sql`.
test('SQL and REST give the same numbers, whoever asks', async () => {
  const users = new Map([...lab.users].filter(([, user]) => !isNobody(user)))
  const { problems, rows } = await sameByRest({
    cube: lab.cube,
    served: lab.served,
    users,
    count: 50,
    seed: 3,
  })
  expect(problems).toEqual([])
  expect(rows).toBeGreaterThan(1000)
})

test('figures of other facts and last snapshots are those of REST, also under conditions that SQL words in its own way', async () => {
  const day = (dimension: string, dateRange: [string, string], granularity?: string) => [
    { dimension, dateRange, ...(granularity && { granularity }) },
  ]
  const cases = [
    {
      sql: "SELECT MEASURE(coverage) FROM pipeline WHERE planned_close >= '2026-10-01' AND planned_close < '2027-01-01'",
      query: {
        measures: ['pipeline.coverage'],
        timeDimensions: day('pipeline.planned_close', ['2026-10-01', '2026-12-31']),
      },
    },
    {
      sql: "SELECT MEASURE(open_amount) FROM pipeline_history WHERE snapshot_on BETWEEN '2026-07-01' AND '2026-09-30'",
      query: {
        measures: ['pipeline_history.open_amount'],
        timeDimensions: day('pipeline_history.snapshot_on', ['2026-07-01', '2026-09-30']),
      },
    },
  ]
  for (const { sql, query } of cases) {
    const { data } = await lab.cube.load(query, { name: 'ada', role: 'analyst' })
    const [[value] = []] = await lab.ask(sql, { user: 'ada' })
    const expected = data[0]?.[query.measures[0] ?? '']
    expect(Number(expected), sql).toBeGreaterThan(0)
    expect(Number(value), sql).toBeCloseTo(Number(expected), 9)
  }
})

test('what is masked for a role is empty, in conditions and expressions too', async () => {
  expect(await lab.ask('SELECT COUNT(rep_email) FROM bookings', { user: 'ada' })).not.toEqual([['0']])
  const [row] = await lab.ask(
    "SELECT COUNT(rep_email), COUNT(upper(rep_email)), COUNT(*) FILTER (WHERE rep_email LIKE '%@%') FROM bookings",
    { user: 'vic' },
  )
  expect(row).toEqual(['0', '0', '0'])
  expect(await lab.ask("SELECT COUNT(*) FROM bookings WHERE rep_email LIKE '%@%'", { user: 'vic' })).toEqual([
    ['0'],
  ])
})

const attempts: readonly string[] = [
  'SELECT * FROM fct_opportunity',
  'SELECT * FROM main.fct_opportunity',
  'SELECT * FROM public.fct_opportunity',
  'SELECT * FROM "fct_opportunity"',
  'SELECT * FROM "bookings; select 1"',
  'SELECT * FROM salesops.public.fct_opportunity',
  'SELECT * FROM memory.main.fct_opportunity',
  "SELECT * FROM query_table('fct_opportunity')",
  "SELECT * FROM query('select * from fct_opportunity')",
  "SELECT query_table('fct_opportunity')",
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM read_csv_auto('/etc/passwd')",
  "SELECT * FROM read_parquet('x')",
  "SELECT * FROM read_json('x')",
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT read_text('/etc/passwd')",
  "SELECT * FROM '/etc/passwd'",
  'SELECT * FROM "/etc/passwd"',
  "SELECT * FROM glob('*')",
  'SELECT * FROM duckdb_tables()',
  'SELECT * FROM duckdb_settings()',
  'SELECT * FROM duckdb_secrets()',
  'SELECT * FROM sqlite_master',
  "SELECT * FROM pragma_table_info('fct_opportunity')",
  'PRAGMA database_list',
  "ATTACH '/tmp/x.db' AS x",
  'DETACH x',
  'INSTALL httpfs',
  'LOAD httpfs',
  "COPY (SELECT 1) TO '/tmp/x.csv'",
  "COPY bookings FROM '/etc/passwd'",
  "COPY bookings TO PROGRAM 'id'",
  "EXPORT DATABASE '/tmp/x'",
  "SELECT pg_read_file('/etc/passwd')",
  "SELECT pg_ls_dir('/')",
  'SELECT pg_sleep(10)',
  "SELECT lo_import('/etc/passwd')",
  "SELECT dblink('x', 'select 1')",
  "SELECT set_config('role', 'admin', false)",
  'SELECT pg_terminate_backend(1)',
  "SELECT pg_catalog.pg_read_file('/etc/passwd')",
  'SELECT * FROM pg_authid',
  'SELECT * FROM pg_shadow',
  'SELECT * FROM pg_stat_activity',
  'SELECT * FROM pg_catalog.pg_file_settings',
  "SELECT pg_read_file('/etc/passwd') FROM pg_class",
  'SELECT c.relname FROM pg_class c, bookings b',
  "SELECT getenv('PATH')",
  "SELECT current_setting('secret_directory')",
  'SELECT owner_path FROM bookings',
  'SELECT bookings.owner_path FROM bookings',
  'SELECT "owner_path" FROM bookings',
  'SELECT COUNT(*) FROM bookings WHERE owner_path IS NOT NULL',
  'SELECT territory_name FROM bookings GROUP BY 1, owner_path',
  'SELECT territory_name FROM bookings ORDER BY owner_path',
  'SELECT * FROM accounts',
  'SELECT COUNT(*) FROM accounts',
  'SELECT a.account_name FROM opportunities o CROSS JOIN accounts a',
  'SELECT * FROM data',
  'SET ROLE ann',
  "SET ROLE 'admin'",
  'SET SESSION AUTHORIZATION ann',
  "SELECT COUNT(*) FROM bookings WHERE __user = 'ann'",
  "SELECT COUNT(*) FROM bookings WHERE true AND __user = 'ann'",
  "WITH x AS (SELECT * FROM bookings WHERE __user = 'ann') SELECT COUNT(*) FROM x",
  'SET lock_configuration = false',
  'SET enable_external_access = true',
  "SET GLOBAL TimeZone = 'UTC'",
  'RESET SESSION AUTHORIZATION; SELECT * FROM fct_opportunity',
  'SELECT 1; SELECT * FROM fct_opportunity',
  'SELECT 1 /* */ FROM /* x */ fct_opportunity -- y',
  'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r',
  'WITH x AS (DELETE FROM bookings RETURNING *) SELECT * FROM x',
  'SELECT (SELECT COUNT(*) FROM fct_opportunity)',
  'SELECT COUNT(*) FROM bookings WHERE EXISTS (SELECT 1 FROM dim_rep)',
  'SELECT * FROM bookings, LATERAL (SELECT * FROM dim_rep) x',
  'SELECT * FROM generate_series(1, 1000000000)',
  'DO $$ BEGIN END $$',
  'CALL pragma_version()',
  "EXECUTE 'SELECT 1'",
  'SELECT bookings FROM bookings',
  'SELECT b.* FROM bookings b JOIN fct_opportunity f ON f.opportunity_id = b.opportunity_id',
  "SELECT nextval('x')",
  'VACUUM',
  'LOCK TABLE bookings',
]

test('ways round the semantic layer are refused', async () => {
  expect(attempts.length).toBeGreaterThanOrEqual(60)
  const open: string[] = []
  for (const attempt of attempts) {
    const { code, message } = await lab.refused(attempt, 'rhea')
    if (!/^(0A000|42P01|42703|42501|42883|42704|42601|26000|34000|22023|54000|54001)$/.test(code))
      open.push(`${attempt}: ${code} ${message}`)
  }
  expect(open).toEqual([])
})

test('texts that mean something to JavaScript, Cube or DuckDB are texts', async () => {
  for (const text of [
    '`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text that must not be taken for a template
    '${process.exit(1)}',
    '$0$',
    '$1$',
    '$1',
    '?',
    '\\',
    "'; DROP TABLE x; --",
    '{{ x }}',
    '\u0001',
    '%_',
    '}\u0001',
    'a$b$c',
  ]) {
    const quoted = `'${text.replaceAll("'", "''")}'`
    expect(
      await lab.ask(
        `SELECT ${quoted}, COUNT(*) FROM bookings WHERE territory_name = ${quoted} OR upper(deal_type) = ${quoted}`,
      ),
    ).toEqual([[text, '0']])
    expect(
      await lab.ask(`SELECT MAX(CASE WHEN deal_type IS NOT NULL THEN ${quoted} END) FROM bookings`),
    ).toEqual([[text]])
    expect(
      await lab.ask('SELECT $1::text, COUNT(*) FROM bookings WHERE upper(territory_name) = $1', {
        values: [text],
      }),
    ).toEqual([[text, '0']])
  }
})

test('an admin looks as another, and sees no more than them', async () => {
  const [own] = await lab.ask('SELECT COUNT(*) FROM bookings', { user: 'rhea' })
  expect(await lab.ask("SELECT COUNT(*) FROM bookings WHERE __user = 'rhea'")).toEqual([own])
  await lab.ask('SET ROLE rhea')
  expect(await lab.ask('SELECT COUNT(*), current_user FROM bookings')).toEqual([[own?.[0], 'rhea']])
  await lab.ask('RESET ROLE')
  expect(await lab.ask('SELECT current_user')).toEqual([['ann']])
  expect(await lab.refused('SET ROLE nobody')).toMatchObject({ code: '22023' })
})
