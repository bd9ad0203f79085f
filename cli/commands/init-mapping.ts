import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type EntityName, entityNames } from '../../models/contract/index.ts'
import { writeDurably } from '../../models/warehouse/durable.ts'
import { nearest } from '../../pipelines/sources/nearest.ts'
import { proposeForFile } from '../../pipelines/sources/propose/propose-file.ts'
import { CliError } from '../cli-error.ts'
import type { CommonOptions } from '../setup.ts'
import { print } from '../terminal.ts'

export function addInitMapping(command: Command): void {
  command
    .argument('<file>', 'CSV, JSON, JSONL, Parquet or xlsx')
    .option('--entity <name>', 'what its records are (default: told by the headers)')
    .option('--out <file>', 'write the mapping there (default: print it)')
    .action(async (file: string, _, command: Command) => {
      const { entity, out } = command.optsWithGlobals<CommonOptions & { entity?: string; out?: string }>()
      const proposed = await proposeForFile(
        resolve(file),
        entity === undefined ? undefined : entityOf(entity),
      )
      if (out === undefined) return print(proposed.yaml.trimEnd())
      const path = resolve(out)
      if (existsSync(path))
        throw new CliError({
          code: 'file_exists',
          message: `${path} is there already`,
          cure: 'name another file: it is never overwritten',
        })
      await writeDurably(path, proposed.yaml)
      const gaps = proposed.missing.length ? `; name the columns of ${proposed.missing.join(', ')} in it` : ''
      print(`Wrote ${path}: ${proposed.entity} records${gaps}`)
    })
}

function entityOf(name: string): EntityName {
  const known = entityNames.find((entity) => entity === name)
  if (known) return known
  const close = nearest(name, entityNames)
  throw new CliError({
    code: 'unknown_entity',
    message: `${name} is not an entity`,
    cure: close ? `did you mean ${close}?` : `the entities are ${entityNames.join(', ')}`,
  })
}
