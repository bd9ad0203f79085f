import { createHash } from 'node:crypto'
import { auditsOf } from '../../models/audits.ts'
import { models } from '../../models/index.ts'
import type { Model } from '../../models/model.ts'
import { queryBuilder } from '../../models/warehouse/query-builder.ts'
import { cubeModelHash } from './cube-model-hash.ts'

/** A hash of the models' SQL, their audits and the Cube model: it changes when a build would. */
export function codeFingerprint(modelDir: string): string {
  const hash = createHash('sha256')
  for (const model of models) hash.update(modelHash(model))
  hash.update(cubeModelHash(modelDir))
  return hash.digest('hex')
}

const known = new WeakMap<Model, string>()

/** A hash of what a model's table and the outcome of its audits depend on, besides its inputs. */
export function modelHash(model: Model): string {
  const hash = known.get(model) ?? hashOf(model)
  known.set(model, hash)
  return hash
}

function hashOf(model: Model): string {
  const hash = createHash('sha256')
  const db = queryBuilder()
  const { sql, parameters } = model.query(db).compile()
  hash.update(JSON.stringify([model.name, model.columns, sql, parameters, model.computed?.version]))
  for (const audit of auditsOf(model)) {
    const query = audit.failing(db).compile()
    hash.update(JSON.stringify([audit.name, audit.severity, query.sql, query.parameters]))
  }
  return hash.digest('hex')
}
