import { z } from 'zod'
import { CubeError } from './errors.ts'

/** How Cube's gateway hands out an answer: an object, or a wrapper that still has to be turned into JSON. */
type Reply = (message: unknown, extra?: { status?: number }) => Promise<void>

const wrapper = z.object({
  isWrapper: z.literal(true),
  getFinalResult: z.custom<() => Promise<ArrayBuffer>>((value) => typeof value === 'function'),
})
const refusal = z.looseObject({ error: z.string(), type: z.string().optional() })

const FORBIDDEN = 403
const CONTINUE_WAIT = 'Continue wait'

/**
 * Asks Cube's gateway in process and gives what REST would send as JSON. A query that takes longer than
 * Cube's patience for one request is asked for again until it is done, as REST clients do.
 * @throws CubeError with the status that REST would give
 */
export async function ask(request: (reply: Reply) => Promise<void>): Promise<unknown> {
  for (;;) {
    let answer: unknown
    let status = 200
    await request(async (message, extra) => {
      status = extra?.status ?? 200
      const wrapped = wrapper.safeParse(message)
      answer = wrapped.success ? await decode(message) : message
    })
    const refused = refusal.safeParse(answer)
    if (!refused.success) return answer
    if (refused.data.error !== CONTINUE_WAIT) {
      const code =
        status === FORBIDDEN
          ? 'query_denied'
          : refused.data.type === 'UserError'
            ? 'query_invalid'
            : 'query_failed'
      throw new CubeError({ code, status, message: refused.data.error })
    }
  }
}

async function decode(message: unknown): Promise<unknown> {
  // Called on the wrapper itself, which keeps its rows private.
  const { getFinalResult } = message as z.infer<typeof wrapper>
  return JSON.parse(new TextDecoder().decode(await getFinalResult.call(message)))
}
