import { CompilerApi } from '@cubejs-backend/server-core/dist/src/index.js'
import type { CubeContext } from './core.ts'

/** Names who sees the same members; null where it depends on more than can be named. */
export type MemberView = (context: CubeContext) => Promise<string | null>

type Meta = ReturnType<CompilerApi['metaConfig']>

/**
 * Cube's compiler, which works out anew with every query which members of the whole model its user may see. They are
 * the same for all of a group.
 */
export class RememberingCompiler extends CompilerApi {
  readonly #viewOf: MemberView
  readonly #metas = new Map<string, Meta>()

  constructor(viewOf: MemberView, ...compiler: ConstructorParameters<typeof CompilerApi>) {
    super(...compiler)
    this.#viewOf = viewOf
  }

  override async metaConfig(...[context, options]: Parameters<CompilerApi['metaConfig']>): Meta {
    const view = await this.#viewOf(context as unknown as CubeContext)
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
