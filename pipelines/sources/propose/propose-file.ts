import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { EntityName } from '../../../models/contract/index.ts'
import type { DropFile } from '../../landing/discover.ts'
import { gateFile, gateOptions } from '../../landing/gate.ts'
import { fileSystemFault } from '../../landing/landing-error.ts'
import { profileColumns } from './profile.ts'
import { type ProposedMapping, proposeMapping } from './propose-mapping.ts'
import { anySource } from './recognise.ts'

/** Proposes a mapping of a file on disk. Throws `LandingError` where it cannot be read. */
export async function proposeForFile(path: string, entity?: EntityName): Promise<ProposedMapping> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileSystemFault(error, { file: path })
  })
  return proposeFor(
    { drop: '', file: basename(path), path, size: found.size, mtimeMs: found.mtimeMs },
    entity,
  )
}

/** The same for a file that was found in a folder or in a zip. */
export async function proposeFor(file: DropFile, entity?: EntityName): Promise<ProposedMapping> {
  const workDir = await mkdtemp(join(tmpdir(), 'salesops-propose-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const gate = await gateFile(file, gateOptions(anySource(workDir), file, workDir))
    try {
      const columns = await profileColumns(connection, gate)
      return proposeMapping({
        file: basename(file.file),
        delimiter: gate.delimiter,
        columns,
        ...(entity && { entity }),
      })
    } finally {
      await gate.dispose()
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(workDir, { recursive: true, force: true })
  }
}
