import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { buildFile, currentBuild, readManifest } from '../../models/warehouse/builds.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'
import { buildContents } from './build-contents.ts'
import { cli, finished, startCli } from './cli.ts'

/** What a run was at when it was killed. */
type Phase = 'starting or landing' | 'building' | 'after publishing'

export interface Campaign {
  /** Kills by what they hit. */
  readonly hit: Readonly<Record<Phase, number>>
  /** Runs that had ended before their kill came. */
  readonly finished: number
  /** Builds that were found served and held against their manifest. */
  readonly checked: number
  /** What a kill broke, lost or doubled, in words. */
  readonly problems: readonly string[]
}

/**
 * Kills runs of the pipeline at random moments while new drops keep coming, looks after each kill whether
 * the build that is served is whole, and compares the end with a home that nothing ever happened to. An
 * undisturbed run comes first: there is a build to break from the start, and its length says when to kill.
 */
export async function killCampaign(
  kills: number,
  onKill: (done: number) => void = () => {},
): Promise<Campaign> {
  const folder = mkdtempSync(join(tmpdir(), 'salesops-kill-'))
  const hit: Record<Phase, number> = { 'starting or landing': 0, building: 0, 'after publishing': 0 }
  const problems: string[] = []
  let ended = 0
  let checked = 0
  try {
    const exports = join(folder, 'exports')
    await writeSample({ scale: 0.03, seed: 3, until: '2026-11-15', out: exports })
    const drops = readdirSync(join(exports, 'crm')).sort()
    const home = join(folder, 'killed')
    mkdirSync(join(home, 'sample'), { recursive: true })
    cpSync(join(exports, 'truth.json'), join(home, 'sample', 'truth.json'))
    reveal(exports, home, drops[0] ?? '')
    await calmRun(home, problems)
    const length = await timeOf(() => calmRun(home, problems))

    for (let i = 0; i < kills; i++) {
      reveal(exports, home, drops[Math.floor((i * drops.length) / kills)] ?? '')
      const before = currentBuild(home)?.build
      const child = startCli(['run', '--home', home, '--full'])
      const done = finished(child)
      await Promise.race([done, sleep(length * (0.15 + Math.random()))])
      child.kill('SIGKILL')
      if ((await done).signal !== 'SIGKILL') ended++
      else if (currentBuild(home)?.build !== before) hit['after publishing']++
      else hit[halfBuilt(home).length ? 'building' : 'starting or landing']++
      problems.push(...(await brokenTables(home)).map((problem) => `after kill ${i + 1}: ${problem}`))
      checked++
      onKill(i + 1)
    }

    for (const drop of drops) reveal(exports, home, drop)
    const calm = join(folder, 'calm')
    mkdirSync(calm)
    cpSync(exports, join(calm, 'sample'), { recursive: true })
    for (const one of [home, calm]) await calmRun(one, problems)
    problems.push(...(await differences(home, calm)))
    if (halfBuilt(home).length) problems.push(`left behind: ${halfBuilt(home).join(', ')}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { hit, finished: ended, checked, problems }
}

/** A run that nothing happens to. */
async function calmRun(home: string, problems: string[]): Promise<void> {
  const { code, stdout, stderr } = await cli(['run', '--home', home, '--full'])
  if (code !== 0) problems.push(`an undisturbed run of ${home} ended with ${code}: ${stdout}${stderr}`)
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** What a build that is not whole leaves in the folder of builds. */
function halfBuilt(home: string): string[] {
  return readdirSync(join(home, 'builds')).filter((name) => /partial|spill|wal/.test(name))
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
  if (!served) return ['no build is served any more']
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
  const counts = isDeepStrictEqual(countsOf(home, a), countsOf(calm, b))
  return counts ? tables : [...tables, 'the counts of the sources differ']
}

/** The counts of a build's sources. What its last run landed of them depends on what killed ones had landed. */
function countsOf(home: string, build: string) {
  return readManifest(home, build)?.sources.map(({ run, ...source }) => source)
}
