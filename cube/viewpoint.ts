import type { BuildRef } from './builds.ts'
import { type ModelFiles, shapeKey } from './model-files.ts'
import { digest } from './query-key.ts'
import type { SecurityContext } from './security.ts'

/** What policies of a model usually ask of a user. Whatever else it asks for, it may be the name. */
const USUAL = /securityContext\.(pathId|repId|role|groups)\b/g
const CONDITIONS = /\bconditions\b/
const ANY = /security_?context|user_?attributes/i

interface Model {
  readonly hash: string
  readonly asksForName: boolean
  readonly hasConditions: boolean
}

/**
 * Names what an answer depends on besides its build and its query: the model (with its policies and masks, and the
 * build's own fields and calendars), and of the user all that the model can see. Users without a difference in it share answers.
 */
export class Viewpoints {
  readonly #filesOf: (build: BuildRef) => ModelFiles
  readonly #models = new Map<string, Promise<Model>>()

  constructor(filesOf: (build: BuildRef) => ModelFiles) {
    this.#filesOf = filesOf
  }

  async of({
    build,
    securityContext,
  }: {
    build: BuildRef
    securityContext: SecurityContext
  }): Promise<string> {
    const { hash, asksForName } = await this.#modelOf(build)
    const { name, ...rights } = securityContext
    return JSON.stringify([hash, Object.entries(rights).sort(), asksForName ? name : null])
  }

  /** Who sees the same members; null where policies have conditions, which may ask for anything. */
  async ofMembers({ build, securityContext }: { build: BuildRef; securityContext: SecurityContext }) {
    const { hash, hasConditions } = await this.#modelOf(build)
    return hasConditions ? null : JSON.stringify([hash, securityContext.groups])
  }

  /** A model is compiled once for all builds with the same fields, and so it is read once. */
  #modelOf(build: BuildRef): Promise<Model> {
    const key = shapeKey(build)
    const known = this.#models.get(key)
    if (known) return known
    const model = this.#read(build)
    this.#models.set(key, model)
    model.catch(() => this.#models.delete(key))
    return model
  }

  async #read(build: BuildRef): Promise<Model> {
    const files = await this.#filesOf(build).dataSchemaFiles()
    const texts = files.flatMap(({ fileName, content }) => [fileName, content])
    const rest = texts.map((text) => text.replace(USUAL, ''))
    return {
      hash: digest(...texts),
      asksForName: rest.some((text) => ANY.test(text)),
      hasConditions: texts.some((text) => CONDITIONS.test(text)),
    }
  }
}
