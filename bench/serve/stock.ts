import { DuckDBDriver } from '@cubejs-backend/duckdb-driver/dist/src/index.js'
import { CubejsServerCore } from '@cubejs-backend/server-core/dist/src/index.js'
import { SignJWT } from 'jose'
import { modelDir } from '../../cli/reading.ts'
import { inProduction } from '../../cube/environment.ts'
import { ModelFiles } from '../../cube/model-files.ts'
import { securityContextOf } from '../../cube/security.ts'
import type { Contender, ContenderOptions, Row } from './contender.ts'
import { zone } from './questions.ts'

const secret = 'a secret of the bench, long enough to sign with'
const securityContext = securityContextOf({ name: 'bench', role: 'admin' })

/** Cube as it comes: its gateway, queue, cache, driver and dialect over our model. */
export async function stock({ file, memory, threads }: ContenderOptions): Promise<Contender> {
  process.env.CUBEJS_DB_TYPE = 'duckdb'
  process.env.CUBEJS_DB_DUCKDB_MEMORY_LIMIT = memory
  process.env.CUBEJS_TESSERACT_SQL_PLANNER = 'false'
  const core = inProduction(
    () =>
      new CubejsServerCore({
        repositoryFactory: () => new ModelFiles(modelDir),
        devServer: false,
        telemetry: false,
        apiSecret: secret,
        scheduledRefreshTimer: false,
        cacheAndQueueDriver: 'memory',
        contextToGroups: () => securityContext.groups,
        driverFactory: () =>
          new DuckDBDriver({ databasePath: file, initSql: `SET threads = ${threads}` } as never),
        logger: () => {},
      }),
  )
  const gateway = Reflect.get(core, 'apiGateway').call(core)
  const load = async (query: object): Promise<readonly Row[]> => {
    for (;;) {
      let text = ''
      await gateway.load({
        query,
        queryType: 'multi',
        context: { securityContext, requestId: 'bench' },
        res: async (message: { isWrapper?: boolean; getFinalResult(): Promise<ArrayBuffer> }) => {
          text = message.isWrapper
            ? new TextDecoder().decode(await message.getFinalResult())
            : JSON.stringify(message)
        },
      })
      const { results, error } = JSON.parse(text) as { results?: { data: Row[] }[]; error?: string }
      if (results) return results.flatMap(({ data }) => data)
      if (error !== 'Continue wait') throw new Error(error)
    }
  }
  return {
    ask: ({ cube: query }, days) => load({ ...query(days), timezone: zone }),
    async serve(app) {
      await core.initApp(app)
      return new SignJWT({ ...securityContext })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(secret))
    },
  }
}
