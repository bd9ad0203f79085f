import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import { auditsOf } from '../../models/audits.ts'
import { models } from '../../models/index.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { cubeModelHash } from './cube-model-hash.ts'

/** A hash of the models' SQL, their audits and the Cube model: it changes when a build would. */
export function codeFingerprint(modelDir: string): string {
  const hash = createHash('sha256')
  const db = compiler()
  for (const model of models) {
    hash.update(JSON.stringify([model.name, model.columns, model.query(db).compile().sql]))
    for (const audit of auditsOf(model))
      hash.update(JSON.stringify([audit.name, audit.failing(db).compile().sql]))
  }
  hash.update(cubeModelHash(modelDir))
  return hash.digest('hex')
}

/** A Kysely that compiles and never connects. */
function compiler(): Kysely<Warehouse> {
  return new Kysely<Warehouse>({
    dialect: new PostgresDialect({
      pool: async () => {
        throw new Error('This database only compiles queries')
      },
    }),
  })
}
