import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { ProgressLine } from '../../cli/progress-line.ts'
import { type PipelineOptions, runPipeline } from '../../cli/run-pipeline.ts'
import { openSetup, type Setup } from '../../cli/setup.ts'
import { openState } from '../../models/state/open-state.ts'
import { buildFile } from '../../models/warehouse/builds.ts'
import {
  type QuarantinedRecord,
  quarantinePaths,
  readQuarantine,
} from '../../pipelines/landing/read-quarantine.ts'
import type { RunResult } from '../../pipelines/run/run-options.ts'

/** A company of a test's own: a folder with salesops.yml and exports, and its home. */
export class TestCompany {
  readonly folder = mkdtempSync(join(tmpdir(), 'salesops-company-'))
  readonly home = join(this.folder, 'home')

  write(name: string, text: string | Buffer): void {
    const file = join(this.folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8')
  }

  async run(options: PipelineOptions = {}, asOf?: Date, changed: Partial<Setup> = {}): Promise<RunResult> {
    const setup = await openSetup({ config: join(this.folder, 'salesops.yml'), home: this.home })
    try {
      return await runPipeline(
        { ...setup, ...(asOf && { asOf }), ...changed },
        new ProgressLine(true),
        options,
      )
    } finally {
      await setup.state.destroy()
    }
  }

  /** What is in quarantine. */
  async quarantine(): Promise<QuarantinedRecord[]> {
    const state = await openState(this.home)
    try {
      return await readQuarantine(this.home, await quarantinePaths(state, undefined))
    } finally {
      await state.destroy()
    }
  }

  /** Rows of a query on a build. */
  async rows(build: string | null, query: string): Promise<unknown[][]> {
    const instance = await DuckDBInstance.create(buildFile(this.home, build ?? ''), {
      access_mode: 'READ_ONLY',
    })
    const connection = await instance.connect()
    try {
      return (await connection.runAndReadAll(query)).getRowsJson()
    } finally {
      connection.closeSync()
      instance.closeSync()
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
