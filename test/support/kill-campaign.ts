import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { buildFile, currentBuild, readManifest } from '../../models/warehouse/builds.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'
import { buildContents } from './build-contents.ts'
import { cli, finished, startCli } from './cli.ts'

export interface Campaign {
  /** Runs that were killed before they had finished. */
  readonly killed: number
  /** What a kill broke, lost or doubled, in words. */
  readonly problems: readonly string[]
}

/**
 * Kills runs of the pipeline at random moments while new drops keep coming, looks after each kill whether
 * the build that is served is whole, and compares the end with a home that nothing ever happened to.
 */
export async function killCampaign(
  kills: number,
  onKill: (done: number) => void = () => {},
): Promise<Campaign> {
  const folder = mkdtempSync(join(tmpdir(), 'salesops-kill-'))
  const problems: string[] = []
  let killed = 0
  try {
    const exports = join(folder, 'exports')
    await writeSample({ scale: 0.03, seed: 3, until: '2026-11-15', out: exports })
    const drops = readdirSync(join(exports, 'crm')).sort()
    const home = join(folder, 'killed')
    mkdirSync(join(home, 'sample'), { recursive: true })
    cpSync(join(exports, 'truth.json'), join(home, 'sample', 'truth.json'))

    for (let i = 0; i < kills; i++) {
      reveal(exports, home, drops[Math.floor((i * drops.length) / kills)] ?? '')
      const child = startCli(['run', '--home', home, ...(i % 2 ? ['--full'] : [])])
      const done = finished(child)
      await Promise.race([done, sleep(700 + Math.random() * 2600)])
      child.kill('SIGKILL')
      if ((await done).signal === 'SIGKILL') killed++
      problems.push(...(await brokenTables(home)).map((problem) => `after kill ${i + 1}: ${problem}`))
      onKill(i + 1)
    }

    for (const drop of drops) reveal(exports, home, drop)
    const calm = join(folder, 'calm')
    mkdirSync(calm)
    cpSync(exports, join(calm, 'sample'), { recursive: true })
    for (const one of [home, calm]) {
      const last = await cli(['run', '--home', one, '--full'])
      if (last.code !== 0)
        problems.push(`the last run of ${one} ended with ${last.code}: ${last.stdout}${last.stderr}`)
    }
    problems.push(...(await differences(home, calm)))
    const left = readdirSync(join(home, 'builds')).filter((name) => /partial|spill|wal/.test(name))
    if (left.length) problems.push(`left behind: ${left.join(', ')}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { killed, problems }
}

/** Makes one more drop of the exports known to a home. */
function reveal(exports: string, home: string, drop: string): void {
  for (const kind of ['crm', 'sheets']) {
    const from = join(exports, kind, drop)
    if (existsSync(from)) cpSync(from, join(home, 'sample', kind, drop), { recursive: true })
  }
}

/** Tables of the served build that do not hold what its manifest says. */
async function brokenTables(home: string): Promise<string[]> {
  const served = currentBuild(home)
  if (!served) return []
  const manifest = readManifest(home, served.build)
  if (!manifest) return [`${served.build} has no manifest`]
  const contents = await buildContents(buildFile(home, served.build))
  return Object.entries(manifest.rows)
    .filter(([name, rows]) => !contents[name]?.startsWith(`${rows} rows`))
    .map(([name, rows]) => `${name} has ${contents[name]}, not ${rows}`)
}

async function differences(home: string, calm: string): Promise<string[]> {
  const [a, b] = [currentBuild(home)?.build ?? '', currentBuild(calm)?.build ?? '']
  const [killed, whole] = [await buildContents(buildFile(home, a)), await buildContents(buildFile(calm, b))]
  const tables = Object.keys(whole)
    .filter((name) => killed[name] !== whole[name])
    .map((name) => `${name} has ${killed[name]}, not ${whole[name]}`)
  const counts = isDeepStrictEqual(readManifest(home, a)?.sources, readManifest(calm, b)?.sources)
  return counts ? tables : [...tables, 'the counts of the sources differ']
}
