import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildFile, currentBuild, readManifest } from '../../../models/warehouse/builds.ts'
import { writeSample } from '../../../pipelines/sources/sample/write-sample.ts'
import { buildContents } from '../../support/build-contents.ts'
import { cli, finished, startCli } from '../../support/cli.ts'

const KILLS = 20

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'salesops-kill-'))
  await writeSample({ scale: 0.03, seed: 3, until: '2026-11-15', out: join(folder, 'exports') })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Makes one more drop of the exports known to a home. */
function reveal(home: string, drop: string): void {
  for (const kind of ['crm', 'sheets']) {
    const from = join(folder, 'exports', kind, drop)
    if (existsSync(from)) cpSync(from, join(home, 'sample', kind, drop), { recursive: true })
  }
}

test(`${KILLS} runs killed at random moments lose nothing, double nothing and never break the build served`, async () => {
  const drops = readdirSync(join(folder, 'exports', 'crm')).sort()
  const home = join(folder, 'killed')
  mkdirSync(join(home, 'sample'), { recursive: true })
  cpSync(join(folder, 'exports', 'truth.json'), join(home, 'sample', 'truth.json'))

  let killed = 0
  for (let i = 0; i < KILLS; i++) {
    const drop = drops[Math.floor((i * drops.length) / KILLS)]
    if (drop) reveal(home, drop)
    const child = startCli(['run', '--home', home, ...(i % 2 ? ['--full'] : [])])
    const done = finished(child)
    await Promise.race([done, sleep(900 + Math.random() * 2600)])
    child.kill('SIGKILL')
    if ((await done).signal === 'SIGKILL') killed++
    const served = currentBuild(home)
    if (!served) continue
    const manifest = readManifest(home, served.build)
    const contents = await buildContents(buildFile(home, served.build))
    for (const [name, rows] of Object.entries(manifest?.rows ?? {})) {
      expect(contents[name], `${name} of ${served.build} after kill ${i}`).toMatch(
        new RegExp(`^${rows} rows`),
      )
    }
  }
  expect(killed).toBeGreaterThan(KILLS / 4)

  for (const drop of drops) reveal(home, drop)
  const last = await cli(['run', '--home', home, '--full'])
  expect(last.code, last.stderr + last.stdout).toBe(0)

  const calm = join(folder, 'calm')
  mkdirSync(calm)
  cpSync(join(folder, 'exports'), join(calm, 'sample'), { recursive: true })
  expect((await cli(['run', '--home', calm])).code).toBe(0)
  const [a, b] = [currentBuild(home), currentBuild(calm)]
  expect(await buildContents(buildFile(home, a?.build ?? ''))).toEqual(
    await buildContents(buildFile(calm, b?.build ?? '')),
  )
  expect(readManifest(home, a?.build ?? '')?.sources).toEqual(readManifest(calm, b?.build ?? '')?.sources)
  expect(readdirSync(join(home, 'builds')).filter((name) => /partial|spill|wal/.test(name))).toEqual([])
}, 300_000)
