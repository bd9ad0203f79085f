import { z } from 'zod'
import { CubeError } from './errors.ts'

type Reply = (message: unknown, extra?: { status?: number; fault?: unknown }) => Promise<void>

const refusal = z.looseObject({ error: z.string() })

/**
 * Asks Cube's gateway in process and gives what REST would send as JSON.
 * @throws CubeError with the status that REST would give
 */
export async function ask(request: (reply: Reply) => Promise<void>): Promise<unknown> {
  let answer: unknown
  let fault: unknown
  await request(async (message, extra) => {
    answer = message
    fault = extra?.fault
  })
  if (fault instanceof CubeError) throw fault
  const refused = refusal.safeParse(answer)
  if (refused.success) throw new CubeError({ code: 'query_failed', status: 500, message: refused.data.error })
  return answer
}
