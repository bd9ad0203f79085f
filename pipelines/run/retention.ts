import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildFile,
  buildsFolder,
  currentBuild,
  manifestFile,
  workFolder,
} from '../../models/warehouse/builds.ts'

const DAYS_KEPT = 31

/** Ids of the builds of a home, oldest first: an id begins with the time of its build. */
export function keptBuilds(home: string): readonly string[] {
  return names(buildsFolder(home))
    .filter((name) => name.endsWith('.duckdb'))
    .map((name) => name.slice(0, -'.duckdb'.length))
    .sort()
}

/** Which builds to remove: all but the newest `keep`, the newest of each of the last 31 days, and the one served. */
export function expiredBuilds(
  builds: readonly string[],
  keep: number,
  served: string | undefined,
  now: Date,
): readonly string[] {
  const newestOfDay = new Map(builds.map((id) => [dayOf(id), id]))
  const oldest = dayOf(buildId(new Date(now.getTime() - DAYS_KEPT * 86_400_000)))
  const kept = new Set([...builds.slice(-keep), ...(served ? [served] : [])])
  for (const [day, id] of newestOfDay) if (day >= oldest) kept.add(id)
  return builds.filter((id) => !kept.has(id))
}

/** Removes expired builds. Readers that have one open keep it until they close it. */
export function removeExpired(home: string, keep: number, now: Date): void {
  for (const id of expiredBuilds(keptBuilds(home), keep, currentBuild(home)?.build, now)) {
    rmSync(buildFile(home, id), { force: true })
    rmSync(manifestFile(home, id), { force: true })
  }
}

/** Removes what a run that was cut off left behind. Call it under the run's lease. */
export function removeHalfBuilt(home: string): void {
  for (const folder of [buildsFolder(home), workFolder(home)])
    for (const name of names(folder))
      if (/\.(partial|spill|wal)$/.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
}

/** The id of a build that starts at an instant: sortable, and unique to the millisecond. */
export function buildId(now: Date): string {
  return now.toISOString().replace(/[-:]/g, '').replace('.', '-')
}

/** The id of the next build: later than every one that is kept, also where the clock was set back. */
export function nextBuildId(home: string, now: Date): string {
  const last = keptBuilds(home).at(-1)
  const id = buildId(now)
  if (last === undefined || id > last) return id
  return buildId(new Date(instantOf(last).getTime() + 1))
}

function instantOf(id: string): Date {
  const [, year, month, day, hour, minute, second, milli] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)-(\d{3})Z$/.exec(id) ?? []
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`)
}

function dayOf(id: string): string {
  return id.slice(0, 8)
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
