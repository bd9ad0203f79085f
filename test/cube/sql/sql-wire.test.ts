import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { sampleCube } from '../../dashboards/served.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { mutatedStatements, throwMessages } from '../../support/sql-mutations.ts'
import { PASSWORD, SqlLab } from './sql-lab.ts'

const lab = new SqlLab(async () => ({ cube: await sampleCube(), file: sampleBuild().buildFile }))
const run = promisify(execFile)

test('a right password gets in by SCRAM, a wrong one and an unknown name do not', async () => {
  expect(await lab.ask('SELECT 1')).toEqual([['1']])
  for (const client of [lab.client('ann', 'wrong'), lab.client('nobody')])
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' })
})

test('parameters and results keep their types, as text and binary', async () => {
  const client = await lab.connected()
  const { rows, fields } = await client.query({
    text: 'SELECT territory_name, COUNT(*) AS n, SUM(amount) AS a, MEASURE(win_rate) AS w FROM bookings WHERE closed_at >= $1 AND deal_type = ANY($2) AND cycle_days > $3 GROUP BY 1 ORDER BY 2 DESC LIMIT $4',
    values: ['2025-01-01', ['new', 'renewal'], 5, 3],
  })
  expect(rows).toHaveLength(3)
  expect(fields.map(({ dataTypeID }) => dataTypeID)).toEqual([25, 20, 1700, 701])
  expect(typeof rows[0]?.w).toBe('number')
  const columns =
    "1 AS i, 2::int8 AS b, 1.50 AS n, 0.1::float8 AS f, true AS t, date '2026-01-02' AS d, timestamp '2026-01-02 03:04:05' AS ts, 'x' AS s, NULL AS z, -12345.678 AS m"
  const text = (await client.query({ text: `SELECT ${columns}`, rowMode: 'array' })).rows
  const binary = (
    await client.query({ text: `SELECT ${columns}`, rowMode: 'array', binary: true } as pg.QueryArrayConfig)
  ).rows
  expect(binary[0]?.slice(0, 2)).toEqual(text[0]?.slice(0, 2))
  expect(binary[0]?.slice(3, 5)).toEqual(text[0]?.slice(3, 5))
  expect(Number(binary[0]?.[2])).toBe(1.5)
  expect(Number(binary[0]?.[9])).toBe(-12345.678)
})

test('cursors, prepared statements, settings and transactions keep to the protocol', async () => {
  const client = lab.client()
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query('DECLARE c CURSOR FOR SELECT territory_name FROM bookings GROUP BY 1 ORDER BY 1')
    expect((await client.query('FETCH 2 FROM c')).rows).toHaveLength(2)
    const { rows, command } = await client.query('FETCH ALL FROM c')
    expect(command).toBe('FETCH')
    expect(rows.length).toBeGreaterThan(2)
    await client.query('COMMIT')
    await expect(client.query('FETCH 1 FROM c')).rejects.toMatchObject({ code: '34000' })
    await client.query('PREPARE p(text) AS SELECT COUNT(*) AS n FROM bookings WHERE territory_name = $1')
    expect(Number((await client.query("EXECUTE p('Bangkok')")).rows[0]?.n)).toBeGreaterThan(0)
    await client.query('DEALLOCATE p')
    await expect(client.query("EXECUTE p('Bangkok')")).rejects.toMatchObject({ code: '26000' })
    await client.query("SET TimeZone = 'UTC'")
    expect((await client.query('SHOW TimeZone')).rows).toEqual([{ TimeZone: 'UTC' }])
    await client.query('BEGIN')
    await expect(client.query('SELECT nope')).rejects.toMatchObject({ code: '42703', position: '8' })
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' })
    expect((await client.query('COMMIT')).command).toBe('ROLLBACK')
    await client.query('DISCARD ALL')
    expect((await client.query('SHOW TimeZone')).rows).toEqual([{ TimeZone: 'Asia/Bangkok' }])
    const several = (await client.query('SELECT 1 AS a; SELECT 2 AS b')) as unknown as pg.QueryResult[]
    expect(several.map(({ rows: found }) => found)).toEqual([[{ a: 1 }], [{ b: 2 }]])
  } finally {
    await client.end()
  }
})

/** Millions of rows that take long to make. */
const LONG = `SELECT COUNT(*) FROM (SELECT a.closed_at FROM (SELECT closed_at, cycle_days FROM bookings) a
  CROSS JOIN (SELECT closed_at AS y FROM bookings LIMIT 100000) b CROSS JOIN (SELECT cycle_days AS z FROM bookings LIMIT 100000) c
  WHERE md5(a.closed_at::text || b.y::text || c.z::text) = 'x') q`

test('a statement is cancelled by another connection, or by its timeout, and the session goes on', async () => {
  const client = lab.client()
  await client.connect()
  try {
    const { processID, secretKey } = client as unknown as { processID: number; secretKey: number }
    const long = client.query(LONG).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
    setTimeout(() => cancel(lab.port, processID, secretKey), 500)
    expect(await long).toBe('57014')
    await client.query('SET statement_timeout = 300')
    await expect(client.query(LONG)).rejects.toMatchObject({ code: '57014', message: /timeout/ })
    await client.query('RESET statement_timeout')
    expect((await client.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }])
  } finally {
    await client.end()
  }
})

function cancel(port: number, pid: number, secret: number): void {
  const message = Buffer.alloc(16)
  message.writeInt32BE(16, 0)
  message.writeInt32BE(80_877_102, 4)
  message.writeInt32BE(pid, 8)
  message.writeInt32BE(secret, 12)
  const socket = connect(port, '127.0.0.1', () => socket.end(message))
}

test('more than a million rows within an aggregate are all counted', async () => {
  const [[count = '0'] = []] = await lab.ask('SELECT COUNT(*) FROM bookings')
  const [[crossed] = []] = await lab.ask(
    'SELECT COUNT(*) FROM (SELECT opportunity_id FROM bookings) a CROSS JOIN (SELECT opportunity_id AS other FROM bookings) b',
  )
  expect(Number(crossed)).toBe(Number(count) ** 2)
  expect(Number(crossed)).toBeGreaterThan(1_000_000)
})

test('an answer that is kept is that of its values, whole, and not of what changes by itself', async () => {
  const byTeam = 'SELECT rep_team, COUNT(*) FROM bookings WHERE deal_type = $1 GROUP BY 1 ORDER BY 1'
  const answers = []
  for (const type of ['new', 'renewal', 'new', 'renewal'])
    answers.push(await lab.ask(byTeam, { values: [type] }))
  expect(answers[0]).not.toEqual(answers[1])
  expect(answers.slice(2)).toEqual(answers.slice(0, 2))
  expect(await lab.ask('SELECT random()')).not.toEqual(await lab.ask('SELECT random()'))
  const client = await lab.connected()
  const ids = 'SELECT opportunity_id FROM bookings ORDER BY 1'
  await client.query(`BEGIN; DECLARE part CURSOR FOR ${ids}`)
  // Who reads a part of an answer leaves no part of it to who comes after.
  const { rows: first } = await client.query({ text: 'FETCH 3 FROM part', rowMode: 'array' })
  await client.query('COMMIT')
  const [once, twice] = [await lab.ask(ids), await lab.ask(ids)]
  expect(once.slice(0, 3)).toEqual(first)
  expect(once.length).toBe(Number((await lab.ask('SELECT COUNT(*) FROM bookings'))[0]?.[0]))
  expect(twice).toEqual(once)
})

test('mutilated messages end no session but their own', async () => {
  await throwMessages(lab.port, { count: 300, seed: 7 })
  expect(await lab.ask('SELECT 1')).toEqual([['1']])
  expect(lab.faults).toEqual([])
})

test('mutilated statements are refused or answered, and nothing fails within', async () => {
  const inner: string[] = []
  for (const statement of mutatedStatements(400, 11)) {
    const { code, message } = await lab.refused(statement)
    if (code === 'XX000' || code === '') inner.push(`${statement}: ${message}`)
  }
  expect(inner).toEqual([])
  expect(lab.faults).toEqual([])
})

const psql = '/usr/bin/psql'

test.skipIf(!existsSync(psql))('psql lists, describes and asks', async () => {
  const args = ['-h', '127.0.0.1', '-p', String(lab.port), '-U', 'ann', 'salesops', '-At']
  const env = { ...process.env, PGPASSWORD: PASSWORD }
  const { stdout } = await run(
    psql,
    [
      ...args,
      '-c',
      '\\dt',
      '-c',
      '\\d bookings',
      '-c',
      '\\l',
      '-c',
      '\\dn',
      '-c',
      '\\df',
      '-c',
      '\\d+ quota',
      '-c',
      'SELECT COUNT(*) FROM bookings',
    ],
    { env },
  )
  expect(stdout).toMatch(/public\|bookings\|table/)
  expect(stdout).toMatch(/win_rate\|double precision/)
  expect(stdout).toMatch(/deals_won\|bigint/)
  expect(stdout).toMatch(/^salesops\|/m)
  await expect(
    run(psql, [...args, '-c', 'SELECT 1'], { env: { ...env, PGPASSWORD: 'wrong' } }),
  ).rejects.toThrow(/password authentication failed/)
})

/** A program in Python; undefined where its module is not installed. */
async function python(program: string): Promise<string | undefined> {
  const [, module = ''] = /import (\w+)/.exec(program) ?? []
  const interpreter = '/usr/bin/python3'
  if (!existsSync(interpreter)) return undefined
  try {
    await run(interpreter, ['-c', `import ${module}`])
  } catch {
    console.warn(`${module} is not installed: left out`)
    return undefined
  }
  return (await run(interpreter, ['-c', program])).stdout
}

const CONNECT = () => `host='127.0.0.1', port=${lab.port}, user='ann', password='${PASSWORD}'`

test('clients of Python list, describe, ask with parameters and read cursors', async () => {
  const outputs = [
    await python(`import psycopg2
c = psycopg2.connect(${CONNECT()}, dbname='salesops')
k = c.cursor()
k.execute("SELECT COUNT(*), SUM(amount) FROM bookings WHERE territory_name = %s AND closed_at >= %s", ('Bangkok', '2025-01-01'))
print(k.fetchone()[0] > 0)
n = c.cursor('named')
n.execute("SELECT opportunity_id FROM bookings")
print(len(n.fetchmany(5)) == 5)`),
    await python(`import psycopg
c = psycopg.connect(${CONNECT()}, dbname='salesops')
k = c.cursor(binary=True)
k.execute("SELECT COUNT(*), SUM(amount), MAX(closed_at), MEASURE(win_rate) FROM bookings WHERE territory_name = %s AND cycle_days > %s", ('Bangkok', 3))
r = k.fetchone()
print([type(v).__name__ for v in r] == ['int', 'Decimal', 'datetime', 'float'])
with c.cursor('named', binary=True) as n:
    n.execute("SELECT opportunity_id, company_amount FROM bookings")
    print(len(n.fetchmany(5)) == 5)`),
    await python(`import sqlalchemy
e = sqlalchemy.create_engine("postgresql+psycopg2://ann:${PASSWORD.replaceAll(' ', '%20')}@127.0.0.1:${lab.port}/salesops")
i = sqlalchemy.inspect(e)
print('bookings' in i.get_table_names())
print('win_rate' in [c['name'] for c in i.get_columns('bookings')])
with e.connect() as c:
    print(c.execute(sqlalchemy.text("SELECT COUNT(*) FROM bookings WHERE deal_type = :d"), {'d': 'new'}).scalar() > 0)`),
    await python(`import asyncpg, asyncio
async def main():
    c = await asyncpg.connect(${CONNECT()}, database='salesops')
    r = await c.fetch("SELECT territory_name, COUNT(*) AS n, SUM(amount) AS a FROM bookings WHERE cycle_days > $1 GROUP BY 1", 3)
    print(len(r) > 1)
    async with c.transaction():
        print(len([x async for x in c.cursor("SELECT opportunity_id FROM bookings", prefetch=50)]) > 100)
asyncio.run(main())`),
  ]
  for (const output of outputs) if (output !== undefined) expect(output).not.toMatch(/False/)
  expect(lab.faults).toEqual([])
})
