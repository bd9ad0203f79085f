import { mkdir, rm } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flattenRecord } from '../../pipelines/landing/formats/flatten-json.ts'
import { LandingError } from '../../pipelines/landing/landing-error.ts'
import { type LandingHome, landingHome } from '../support/landing.ts'
import { corpusSource } from './source.ts'

/** A few in the suite; more with `SALESOPS_FUZZ_RUNS=5000`. */
const numRuns = Number(process.env.SALESOPS_FUZZ_RUNS ?? 60)

let home: LandingHome

beforeAll(async () => {
  home = await landingHome()
})
afterAll(() => home.close())

/** Lands one file; undefined where it failed closed. Whatever the file, no record may be lost or doubled. */
async function land(file: string, content: Buffer) {
  await rm(home.exports, { recursive: true })
  await mkdir(home.exports)
  await home.write({ [file]: content })
  try {
    const { parts } = await home.land(corpusSource(home.exports))
    expect(parts).toHaveLength(1)
    const [part] = parts
    const records = await home.records(part)
    const quarantined = new Set((await home.quarantine(part)).map((row) => Number(row.record)))
    const numbers = [...records.map((row) => Number(row._record)), ...quarantined].sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: part?.records ?? -1 }, (_, i) => i + 1))
    expect([part?.loaded, part?.quarantined]).toEqual([records.length, quarantined.size])
    return { part, records }
  } catch (error) {
    if (!(error instanceof LandingError)) throw error
    expect(error.message).toMatch(/\S; \S/)
    return undefined
  }
}

const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', ' ', '"', ',', ';', '\t', '|', '\n', '\r', "'", '\\', '=', '0'),
    maxLength: 8,
  }),
  fc.string({ unit: 'binary', maxLength: 6 }).filter((value) => !value.includes('\0')),
  fc.constantFrom('é', 'ไทย', '🚀', 'Total', 'null', '#N/A', '-1'),
)
const table = fc.record({
  names: fc.array(text, { maxLength: 12 }),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  form: fc.constantFrom('plain', 'mark', 'gzip', 'utf-16'),
  endsInLineEnd: fc.boolean(),
})

function write({
  names,
  delimiter,
  lineEnd,
  form,
  endsInLineEnd,
}: typeof table extends fc.Arbitrary<infer T> ? T : never): Buffer {
  const quoted = (cell: string): string =>
    /["\r\n,;\t|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  const rows = [['Id', 'StageName', 'Name'], ...names.map((name, i) => [String(i), 'Open', name])]
  const lines = rows.map((cells) => cells.map(quoted).join(delimiter)).join(lineEnd)
  const content = endsInLineEnd ? lines + lineEnd : lines
  if (form === 'utf-16') return Buffer.from(`\ufeff${content}`, 'utf16le')
  if (form === 'mark') return Buffer.from(`\ufeff${content}`)
  return form === 'gzip' ? gzipSync(content) : Buffer.from(content)
}

test('a valid file loads cell for cell, however it is written', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (input) => {
      const landed = await land(input.form === 'gzip' ? 'a.csv.gz' : 'a.csv', write(input))
      expect(landed?.records.map((row) => row.name)).toEqual(
        input.names.map((name) => name.replace(/^ +| +$/g, '') || null),
      )
    }),
    { numRuns },
  )
})

const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(12),
    insert: fc.oneof(
      fc.constantFrom('', '"', '""', '\n', '\r\n', '\n\n', ',', ';', 'Subtotal,,', 'Copyright (c) 2026', 'é'),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    ),
  }),
  { minLength: 1, maxLength: 4 },
)

test('a broken file loses and doubles no record, or fails closed', async () => {
  await fc.assert(
    fc.asyncProperty(table, damage, async (input, damages) => {
      let bytes = write(input)
      for (const { at, cut, insert } of damages) {
        const place = Math.floor(at * bytes.length)
        bytes = Buffer.concat([
          bytes.subarray(0, place),
          Buffer.from(insert, 'latin1'),
          bytes.subarray(place + cut),
        ])
      }
      await land(input.form === 'gzip' ? 'a.csv.gz' : 'a.csv', bytes)
    }),
    { numRuns: numRuns * 2 },
  )
})

test('JSON lines, broken at random, lose and double no record', async () => {
  const line = fc.oneof(
    fc
      .record({ Id: fc.nat(), StageName: fc.string(), more: fc.jsonValue({ maxDepth: 2 }) })
      .map((value) => JSON.stringify(value)),
    fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '1', ',', ':', ' ', 'null') }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.constantFrom('jsonl', 'json'), async (lines, kind) => {
      await land(`a.${kind}`, Buffer.from(lines.join('\n')))
    }),
    { numRuns },
  )
})

test('a JSON object flattens to the texts that it holds', () => {
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null), fc.integer())
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', 'é', ' '), minLength: 1 })
  const inner = fc.dictionary(key, value, { minKeys: 1 })
  fc.assert(
    fc.property(fc.dictionary(key, fc.oneof(value, inner)), (object) => {
      const expected = Object.entries(object).flatMap(([name, found]): [string, string | null][] =>
        typeof found === 'object' && found !== null
          ? Object.entries(found).map(([below, cell]) => [
              `${name}.${below}`,
              cell === null ? null : String(cell),
            ])
          : [[name, found === null ? null : String(found)]],
      )
      expect([...flattenRecord(JSON.stringify(object))]).toEqual(expected)
    }),
  )
})
