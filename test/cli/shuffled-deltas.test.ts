import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProgressLine } from '../../cli/progress-line.ts'
import { runPipeline } from '../../cli/run-pipeline.ts'
import { openSetup } from '../../cli/setup.ts'
import { buildFile } from '../../models/warehouse/builds.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'
import { buildContents } from '../support/build-contents.ts'

const DELTAS = 30

let folder: string

/** A delta: the records of each of its files, headers apart. */
type Delta = ReadonlyMap<string, { header: string; records: readonly string[] }>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'salesops-shuffle-'))
  await writeSample({ scale: 0.05, seed: 11, until: '2026-11-15', out: join(folder, 'sample') })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The sample's drops after the first, cut into 30 deltas in the order of time. */
function deltas(): Delta[] {
  const [, ...later] = readdirSync(join(folder, 'sample/crm')).sort()
  return later.flatMap((drop) => {
    const files = readdirSync(join(folder, 'sample/crm', drop)).map((name) => {
      // Records end at a line end outside quotes; every cell of the sample is quoted.
      const [header = '', ...records] = readFileSync(join(folder, 'sample/crm', drop, name), 'utf8').split(
        /(?<=")\n(?=")/,
      )
      return [name, { header, records: records.map((record) => record.replace(/\n$/, '')) }] as const
    })
    const cut = (part: 0 | 1): Delta =>
      new Map(
        files.map(([name, { header, records }]) => [
          name,
          { header, records: records.filter((_, i) => i % 2 === part) },
        ]),
      )
    return [cut(0), cut(1)]
  })
}

async function contentsOf(
  name: string,
  drops: readonly (readonly [string, Delta])[],
): Promise<Record<string, string>> {
  const root = join(folder, name)
  const [first = ''] = readdirSync(join(folder, 'sample/crm')).sort()
  cpSync(join(folder, 'sample/crm', first), join(root, 'crm', '0000-first'), { recursive: true })
  for (const [drop, delta] of drops) {
    mkdirSync(join(root, 'crm', drop), { recursive: true })
    for (const [file, { header, records }] of delta) {
      if (records.length) writeFileSync(join(root, 'crm', drop, file), `${[header, ...records].join('\n')}\n`)
    }
  }
  const sheets = join(folder, 'sample/sheets')
  writeFileSync(
    join(root, 'salesops.yml'),
    `company: { currency: USD, timezone: Asia/Bangkok }
sources:
  - { name: crm, kind: salesforce, path: crm }
  - { name: sheets, kind: sheets, path: "${sheets}" }
`,
  )
  const setup = await openSetup({ config: join(root, 'salesops.yml'), home: join(root, 'home') })
  try {
    const asOf = new Date('2026-11-15T16:59:59.999Z')
    const { outcome, build } = await runPipeline({ ...setup, asOf }, new ProgressLine(true))
    expect(outcome).toBe('published')
    return await buildContents(buildFile(join(root, 'home'), build ?? ''))
  } finally {
    await setup.state.destroy()
  }
}

test('30 deltas give the same tables in any order, split and sent again', async () => {
  const ordered = deltas()
  expect(ordered).toHaveLength(DELTAS)
  const names = ordered.map((_, i) => `day-${String(i + 1).padStart(2, '0')}`)
  const inOrder = await contentsOf(
    'ordered',
    ordered.map((delta, i) => [names[i] ?? '', delta]),
  )

  // A fixed shuffle: 7 and 30 share no factor.
  const shuffled = ordered.map((delta, i) => [names[(i * 7 + 3) % DELTAS] ?? '', delta] as const)
  const half = (delta: Delta, part: 0 | 1): Delta =>
    new Map(
      [...delta].map(([name, it]) => [name, { ...it, records: it.records.filter((_, i) => i % 2 === part) }]),
    )
  const split = shuffled.flatMap(([name, delta], i) =>
    i % 3 === 0
      ? [[`${name}-a`, half(delta, 0)] as const, [`a-${name}`, half(delta, 1)] as const]
      : [[name, delta] as const],
  )
  const again = shuffled
    .filter((_, i) => i % 4 === 0)
    .map(([name, delta]) => [`${name}-again`, delta] as const)
  expect(await contentsOf('shuffled', [...split, ...again])).toEqual(inOrder)
}, 180_000)
