import { CompilerApi } from '@cubejs-backend/server-core/dist/src/index.js'
import type { CubeContext } from './core.ts'
import type { ModelFiles } from './model-files.ts'
import type { ReadModel } from './read-model.ts'

/** Names who sees the same members; null where it depends on more than can be named. */
export type MemberView = (context: CubeContext) => Promise<string | null>

type FromCube = ConstructorParameters<typeof CompilerApi> extends [unknown, ...infer Rest] ? Rest : never

type Meta = ReturnType<CompilerApi['metaConfig']>

interface Remembered {
  readonly viewOf: MemberView
  readonly model: ReadModel
  readonly files: ModelFiles
}

/**
 * Cube's compiler, which works out anew with every query which members of the whole model its user may see, and with
 * every start what the model's files say. The former are the same for all of a group, the latter between starts.
 */
export class RememberingCompiler extends CompilerApi {
  readonly #remembered: Remembered
  readonly #metas = new Map<string, Meta>()

  constructor(remembered: Remembered, ...[dbType, options]: FromCube) {
    super(remembered.files, dbType, options)
    this.#remembered = remembered
  }

  override async compileSchema(...compiled: Parameters<CompilerApi['compileSchema']>) {
    const { model, files } = this.#remembered
    model.fill(this.compiledYamlCache)
    const compilers = await super.compileSchema(...compiled)
    await model.keep(this.compiledYamlCache, await files.dataSchemaFiles())
    return compilers
  }

  override async metaConfig(...[context, options]: Parameters<CompilerApi['metaConfig']>): Meta {
    const view = await this.#remembered.viewOf(context as unknown as CubeContext)
    if (view === null) return super.metaConfig(context, options)
    const { requestId: _, ...asked } = options ?? {}
    const key = JSON.stringify([view, asked])
    const known = this.#metas.get(key)
    if (known) return known
    const meta = super.metaConfig(context, options)
    this.#metas.set(key, meta)
    meta.catch(() => this.#metas.delete(key))
    return meta
  }
}
