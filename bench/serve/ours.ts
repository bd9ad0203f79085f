import { modelDir } from '../../cli/reading.ts'
import { type CubeUser, openCube } from '../../cube/server.ts'
import type { Contender, ContenderOptions } from './contender.ts'
import { zone } from './questions.ts'

const user: CubeUser = { name: 'bench', role: 'admin' }

/** The semantic layer as it is served. */
export async function ours({ file, memory, threads }: ContenderOptions): Promise<Contender> {
  const cube = await openCube({
    modelDir,
    currentBuild: () => ({ id: 'bench', file }),
    secret: 'a secret of the bench, long enough to sign with',
    timezone: zone,
    memoryLimit: memory,
    threads,
  })
  await cube.ready()
  return {
    ask: async ({ cube: query }, days) => (await cube.load(query(days), user)).data,
    async serve(app) {
      cube.mount(app)
      return cube.token(user, 3600)
    },
  }
}
