import { contract, type EntityName } from '../../../models/contract/index.ts'
import { rulesHash } from '../../landing/part.ts'
import type { FieldRule, Reading, Source, SourceOptions } from '../source.ts'

/** Entities that people keep in sheets. */
const sheetEntities = ['quota', 'territory', 'exchange_rate', 'forecast_submission'] as const

const synonyms: Readonly<Record<string, readonly string[]>> = {
  user_id: ['rep_id', 'owner_id'],
  name: ['territory_name'],
}

/** Sheets of quotas, territories, rates and submitted forecasts, named and headed as the contract names them. */
export function sheetsSource(options: SourceOptions): Source {
  const { loadedAt = 'clock', ...rest } = options
  const readings = new Map(sheetEntities.map((entity) => [entity as string, sheet(entity, options.timezone)]))
  return {
    ...rest,
    kind: 'sheets',
    loadedAt,
    readings: (fileName) => {
      const stem = /^(.*?)(?:[_ -]+\d[\d_ -]*)?\.csv(?:\.gz)?$/i.exec(fileName)?.[1] ?? ''
      const reading = readings.get(stem.toLowerCase().replace(/[ -]/g, '_'))
      return reading && [reading]
    },
    rulesHash: rulesHash([...readings.values()]),
  }
}

function sheet(entity: EntityName, zone: string): Reading {
  const fields = Object.keys(contract[entity].columns).map((name): [string, FieldRule] => [
    name,
    { from: [name, ...(synonyms[name] ?? [])], zone },
  ])
  return { entity, fields: Object.fromEntries(fields) }
}
