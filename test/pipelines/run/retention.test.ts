import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildId, expiredBuilds, nextBuildId } from '../../../pipelines/run/retention.ts'

const now = new Date('2026-11-15T12:00:00.000Z')
const at = (hoursAgo: number): string => buildId(new Date(now.getTime() - hoursAgo * 3_600_000))

describe('retention', () => {
  test('keeps the newest builds and the last of each day of a month', () => {
    const hourly = Array.from({ length: 24 * 60 }, (_, i) => at(24 * 60 - 1 - i))
    const kept = hourly.filter((id) => !expiredBuilds(hourly, 14, undefined, now).includes(id))
    expect(kept.slice(-14)).toEqual(hourly.slice(-14))
    const days = new Set(kept.map((id) => id.slice(0, 8)))
    expect(days.size).toBe(32)
    // Of the 32 days' last builds, two are among the newest 14.
    expect(kept).toHaveLength(14 + 32 - 2)
  })

  test('never removes the build that is served', () => {
    const builds = [at(2000), at(1), at(0)]
    expect(expiredBuilds(builds, 1, builds[0], now)).toEqual([builds[1]])
    expect(expiredBuilds(builds, 1, undefined, now)).toEqual([builds[0], builds[1]])
  })
})

test('a build is later than every one kept, also where the clock was set back', () => {
  const home = mkdtempSync(join(tmpdir(), 'salesops-retention-'))
  mkdirSync(join(home, 'builds'))
  expect(nextBuildId(home, now)).toBe('20261115T120000-000Z')
  writeFileSync(join(home, 'builds', '20261115T120000-999Z.duckdb'), '')
  expect(nextBuildId(home, now)).toBe('20261115T120001-000Z')
  rmSync(home, { recursive: true })
})
