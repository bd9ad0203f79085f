import { copyFileSync, linkSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SampleBuild } from '../sample-build.ts'

/** A home that serves the suite's build, with a state of its own. The build itself is shared, not copied. */
export function copyHome({ home, manifest }: SampleBuild, into: string): void {
  mkdirSync(join(into, 'builds'), { recursive: true })
  copyFileSync(join(home, 'current.json'), join(into, 'current.json'))
  for (const name of [`${manifest.id}.json`, `${manifest.id}.duckdb`])
    linkSync(join(home, 'builds', name), join(into, 'builds', name))
}
