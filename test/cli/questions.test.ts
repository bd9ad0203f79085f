import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readExtension } from '../../cli/extension/read-extension.ts'
import { questionRoutes } from '../../cli/operations/question-routes.ts'
import type { Cube } from '../../cube/server.ts'
import { csvLine } from '../../dashboards/exports/csv-line.ts'
import { writeManifest } from '../../models/warehouse/builds.ts'
import { sampleCube } from '../dashboards/served.ts'
import { sampleBuild } from '../support/sample-build.ts'

const folder = mkdtempSync(join(tmpdir(), 'questions-'))
const custom = join(folder, 'custom')
let cube: Cube
let server: Server
let url: string
const exported: string[] = []

function write(text: string): void {
  mkdirSync(join(custom, 'questions'), { recursive: true })
  writeFileSync(join(custom, 'questions', 'sales.yml'), text)
}

const QUESTIONS = `questions:
  - name: by-team
    title: Bookings by team
    sql: "SELECT rep_team, SUM(amount) AS amount FROM bookings GROUP BY 1 ORDER BY 1"
  - name: traps
    title: Cells that a spreadsheet would run
    sql: "SELECT '=1+1' AS a, '-2' AS b, 'x, \\"y\\"' AS c, NULL AS d"
  - { name: broken, title: A member that is gone, sql: SELECT gone FROM bookings }
`

beforeAll(async () => {
  write(QUESTIONS)
  cube = await sampleCube()
  const home = join(folder, 'home')
  mkdirSync(join(home, 'builds'), { recursive: true })
  await writeManifest(home, { ...sampleBuild().manifest, extension: await readExtension(custom) })
  server = createServer(
    express().use(
      questionRoutes({
        home,
        cube,
        noteExport: async (user, what) => void exported.push(`${user}: ${what}`),
      }),
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/questions`
})
afterAll(async () => {
  server.close()
  await cube.close()
  rmSync(folder, { recursive: true, force: true })
})

const asked = async (name: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}/${name}`, { headers })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

test('a saved question is answered as CSV, to whoever has a token, with the rows that are theirs', async () => {
  const token = await cube.token({ name: 'sheet', role: 'analyst' }, 60)
  const { status, type, text } = await asked('by-team.csv', { authorization: `Bearer ${token}` })
  expect([status, type]).toEqual([200, 'text/csv; charset=utf-8'])
  const [head, ...rows] = text.trimEnd().split('\r\n')
  expect(head).toBe('rep_team,amount')
  expect(rows.length).toBeGreaterThan(2)
  expect((await asked(`by-team.csv?token=${token}`)).text).toBe(text)
  const nobody = await cube.token({ name: 'nobody', role: 'rep', repId: 'no such rep' }, 60)
  expect((await asked('by-team.csv', { authorization: `Bearer ${nobody}` })).text).toBe('rep_team,amount\r\n')
  expect(exported).toEqual(['sheet: question by-team', 'sheet: question by-team', 'nobody: question by-team'])
  for (const [address, code] of [
    ['by-team.csv', 'token_missing'],
    ['by-team.csv?token=made.up', 'token_invalid'],
  ] as const) {
    const { status: refused, text: why } = await asked(address)
    expect([refused, JSON.parse(why).code]).toEqual([401, code])
  }
  const unknown = await asked('nope.csv', { authorization: `Bearer ${token}` })
  expect([unknown.status, JSON.parse(unknown.text).cure]).toEqual([404, 'name one of by-team, traps, broken'])
  const broken = await asked('broken.csv', { authorization: `Bearer ${token}` })
  expect([broken.status, JSON.parse(broken.text).error]).toEqual([400, 'column "gone" does not exist'])
})

test('no cell is a formula, and every text comes back as it was', async () => {
  const token = await cube.token({ name: 'sheet', role: 'analyst' }, 60)
  const { text } = await asked(`traps.csv?token=${token}`)
  expect(text).toBe('a,b,c,d\r\n\'=1+1,-2,"x, ""y""",\r\n')
  expect(csvLine(['@SUM(A1)', '+49 30', '+49', '\tx', 'two\nlines'])).toBe(
    "'@SUM(A1),'+49 30,+49,'\tx,\"two\nlines\"\r\n",
  )
})

test.each([
  ['SELECT 1 FROM nowhere', /sales\.yml:4: there is no view or cube nowhere/],
  ['DELETE FROM bookings', /sales\.yml:4: Anything but one SELECT/],
  ['SELECT FROM FROM', /sales\.yml:4: syntax error/],
])('a question that cannot be asked is told with file and line: %s', async (sql, message) => {
  write(`questions:\n  - name: wrong\n    title: Wrong\n    sql: ${sql}\n`)
  await expect(readExtension(custom)).rejects.toThrow(message)
})
