import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { discover } from '../../../pipelines/landing/discover.ts'
import { gateFile } from '../../../pipelines/landing/gate.ts'
import { cleanWork, landFile } from '../../../pipelines/landing/land-file.ts'
import { salesforceSource } from '../../../pipelines/sources/salesforce/salesforce.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

let home: LandingHome
let disk: string

/** Mounts a disk of some megabytes; false where this user may not. */
function mount(folder: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

beforeEach(async () => {
  home = await landingHome()
  disk = mkdtempSync(join(tmpdir(), 'small-disk-'))
})

afterEach(async () => {
  await home.close()
  rmSync(disk, { recursive: true, force: true })
})

/** Accounts whose names do not compress. */
function accounts(count: number): string {
  const name = (i: number): string => createHash('sha256').update(String(i)).digest('base64')
  return `Id,Name\n${Array.from({ length: count }, (_, i) => `${i},${name(i)}\n`).join('')}`
}

test('a disk that fills up says so and leaves nothing; with room the same file lands', async (context) => {
  if (!mount(disk, 2)) return context.skip('only root may mount a small disk')
  try {
    const source = salesforceSource({ name: 'crm', path: home.exports, timezone: 'UTC' })
    await home.write({ 'Account.csv': accounts(100_000), 'UserRole.csv': 'Id,Name\n1,a\n' })
    const land = async (landedDir: string) => {
      const { files } = await discover(source)
      const workDir = await cleanWork(landedDir)
      const file = files[0]
      if (!file) throw new Error('No file was found')
      const gate = await gateFile(file, { source: 'crm', workDir })
      return landFile({ connection: home.connection, source, file, gate, landedDir, loadedAt: new Date(0) })
    }
    await expect(land(join(disk, 'landed'))).rejects.toMatchObject({
      code: 'disk_full',
      where: { source: 'crm', file: 'Account.csv' },
    })
    const left = readdirSync(disk, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(left).toEqual([])
    expect(await land(home.landedDir)).toMatchObject([{ loaded: 100_000, quarantined: 0 }])

    // The copy of an untidy file does not fit either.
    await writeFile(join(home.exports, 'Account.csv'), accounts(100_000).replace('\n', '\n\n'))
    await expect(land(join(disk, 'landed'))).rejects.toMatchObject({ code: 'disk_full' })
    expect(readdirSync(join(disk, 'landed', '.work'))).toEqual([])
  } finally {
    execFileSync('umount', [disk])
  }
})
