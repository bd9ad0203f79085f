import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const copy = mkdtempSync(join(tmpdir(), 'salesops-renamed-'))

/** Renames a column where it is declared, and nowhere else. */
const declared = (column: string) => (text: string) =>
  text.replace(new RegExp(`^( +)${column}(: (?:required|optional)\\()`, 'm'), `$1${column}_renamed$2`)

/** Renames a column wherever its file speaks of it. */
const throughout = (column: string) => (text: string) =>
  text.replace(new RegExp(`\\b${column}\\b`, 'g'), `${column}_renamed`)

const renamed: readonly [file: string, edit: (text: string) => string][] = [
  ['models/intermediate/int-person-team.ts', throughout('team')],
  ['models/contract/opportunity.ts', declared('close_date')],
  ['models/dimensions/dim-stage.ts', declared('is_won')],
  ['models/facts/fct-quota.ts', declared('month_start')],
]

/** What `tsc` says of the models once each of these columns has another name in one file only. */
let faults: readonly string[] = []

beforeAll(async () => {
  for (const name of ['models', 'package.json', 'tsconfig.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const [file, edit] of renamed) {
    const text = readFileSync(join(root, file), 'utf8')
    const edited = edit(text)
    expect(edited, `${file} has what is to be renamed`).not.toBe(text)
    writeFileSync(join(copy, file), edited)
  }
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const command = [tsc, '--project', copy, '--singleThreaded', '--pretty', 'false']
  faults = await new Promise<string[]>((done) => {
    execFile(process.execPath, command, { cwd: copy, maxBuffer: 1 << 28 }, (_, stdout) =>
      // A fault begins at the margin with its place; what more is said of it is set in.
      done(stdout.split(/\n(?! )/)),
    )
  })
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** Files that `tsc` refuses with a word on a column, as in `"t.team"`. */
function refusedFor(column: string): string[] {
  const about = faults.filter((fault) => new RegExp(`["'.]${column}["']`).test(fault))
  return [...new Set(about.map((fault) => fault.slice(0, fault.indexOf('('))))]
}

describe('a column that is renamed in one model only fails the type check', () => {
  test('in the one model that reads it, where its own query gives the new name', () => {
    expect(refusedFor('t.team')).toEqual(['models/dimensions/dim-rep.ts'])
  })

  test.each([
    ['an entity', 'close_date', 'models/intermediate/int-opportunity.ts'],
    ['a dimension', 'is_won', 'models/intermediate/int-opportunity.ts'],
    ['a fact', 'month_start', 'models/marts/mart-rep-month.ts'],
  ])('in models that read it from %s', (_, column, reader) => {
    expect(refusedFor(column)).toContain(reader)
  })
})
