import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { writeDurably } from '../../models/warehouse/durable.ts'
import { proposeConfig } from '../../pipelines/sources/propose/propose-config.ts'
import { proposeFor } from '../../pipelines/sources/propose/propose-file.ts'
import { recogniseFolder } from '../../pipelines/sources/propose/recognise.ts'
import { CliError } from '../cli-error.ts'
import { takenNames } from '../custom-fields.ts'
import type { CommonOptions } from '../setup.ts'
import { counted, print, table } from '../terminal.ts'

export function addInit(command: Command): void {
  command.argument('<folder>', 'folder of exports').action(async (folder: string, _, command: Command) => {
    const { config = 'salesops.yml' } = command.optsWithGlobals<CommonOptions>()
    await init(resolve(folder), resolve(config))
  })
}

async function init(folder: string, file: string): Promise<void> {
  if (!existsSync(folder))
    throw new CliError({
      code: 'folder_missing',
      message: `${folder} is not there`,
      cure: 'name the folder that your exports lie in',
    })
  refuseExisting(file)
  const workDir = await mkdtemp(join(tmpdir(), 'salesops-init-'))
  try {
    const places = await recogniseFolder(folder, workDir)
    const found = places.flatMap(({ path, files }) => files.map((each) => ({ path, ...each })))
    if (found.length)
      print(
        table(
          found.map(({ path, file: name, kind, entity, records, fault }) => ({
            file: path ? `${path}/${name}` : name,
            'read as': fault ? 'cannot be read' : kind ? `${kind} ${entity}` : 'unknown',
            records,
          })),
        ),
      )
    const proposed = await proposeConfig({
      folder: relative(dirname(file), folder) || '.',
      places,
      mappingOf: ({ found }) => proposeFor(found),
      taken: takenNames(),
    })
    for (const sentence of proposed.next) print(`- ${sentence}`)
    if (!proposed.sources)
      throw new CliError({
        code: 'nothing_recognised',
        message: `${folder} holds no file that is recognised`,
        cure: 'the least that works is one file of deals with an id and a stage: CSV, JSON, JSONL, Parquet or xlsx',
      })
    const folderOfConfig = dirname(file)
    const mappings = proposed.mappings.map(({ name, text }) => ({ path: join(folderOfConfig, name), text }))
    for (const { path } of mappings) refuseExisting(path)
    for (const { path, text } of mappings) await writeDurably(path, text)
    await writeDurably(file, proposed.yaml)
    print(
      `Wrote ${file} with ${counted(proposed.sources, 'source')}; set the company's currency and time zone in it, then run: salesops run`,
    )
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

function refuseExisting(file: string): void {
  if (existsSync(file))
    throw new CliError({
      code: 'file_exists',
      message: `${file} is there already`,
      cure: 'move it away first: it is never overwritten',
    })
}
