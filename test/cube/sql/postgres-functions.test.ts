import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { sampleCube } from '../../dashboards/served.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { functions } from './postgres-functions.ts'
import { SqlLab } from './sql-lab.ts'

const lab = new SqlLab(async () => ({ cube: await sampleCube(), file: sampleBuild().buildFile }))

test("functions and operators answer as PostgreSQL's do", async () => {
  const differences: string[] = []
  for (const [expression, expected] of functions) {
    const rows = await lab.ask(`SELECT ${expression}`).catch((error: Error) => [[error.message]])
    if (rows[0]?.[0] !== expected) differences.push(`${expression} is ${expected}, not ${rows[0]?.[0]}`)
  }
  expect(differences).toEqual([])
})

const ZONES =
  'UTC Africa/Johannesburg Africa/Lagos America/Chicago America/Los_Angeles America/New_York America/Sao_Paulo America/St_Johns Asia/Bangkok Asia/Dubai Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Jakarta Asia/Kathmandu Asia/Kolkata Asia/Manila Asia/Shanghai Asia/Singapore Asia/Tokyo Australia/Adelaide Australia/Sydney Europe/Berlin Europe/London Europe/Moscow Pacific/Auckland'.split(
    ' ',
  )

test('times are shown with the names of their zone, as PostgreSQL has them', async () => {
  const postgres = await PGlite.create()
  const client = await lab.connected()
  const shown = ['2026-01-15 12:00:00', '2026-07-15 12:00:00']
    .map((at) => `to_char(timestamptz '${at}', 'HH24 TZ tz OF')`)
    .join(", ', ', ")
  const differences: string[] = []
  try {
    for (const zone of ZONES) {
      const text = async (ask: (sql: string) => Promise<{ rows: unknown[] }>): Promise<string> => {
        await ask(`SET TimeZone = '${zone}'`)
        const [row] = (await ask(`SELECT concat(${shown}) AS shown`)).rows as { shown: string }[]
        return row?.shown ?? ''
      }
      const [ours, theirs] = [
        await text((sql) => client.query(sql)),
        await text((sql) => postgres.query(sql)),
      ]
      if (ours !== theirs) differences.push(`${zone}: ${theirs}, not ${ours}`)
    }
  } finally {
    await client.query('RESET TimeZone')
    await postgres.close()
  }
  expect(differences).toEqual([])
})

test('set_config sets what SET does, and says the value', async () => {
  expect(await lab.ask("SELECT set_config('TimeZone', 'UTC', false)")).toEqual([['UTC']])
  expect(await lab.ask('SHOW TimeZone')).toEqual([['UTC']])
  expect(await lab.ask("SELECT pg_catalog.set_config('search_path', '', false) AS path")).toEqual([['']])
  await lab.ask('RESET ALL')
})

test('nothing went wrong in the server', () => {
  expect(lab.faults).toEqual([])
})
