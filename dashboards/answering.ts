import type { RequestHandler } from 'express'
import { CubeError, faultBody } from '../cube/errors.ts'

/** Express 4 does not wait for handlers: their errors are answered here, with the reason. */
export function answering(
  handler: (...args: Parameters<RequestHandler>) => Promise<void> | void,
): RequestHandler {
  return (request, response, next) => {
    Promise.resolve(handler(request, response, next)).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else if (error instanceof CubeError) response.status(error.status).json(faultBody(error))
      else {
        const text = error instanceof Error ? error.message : String(error)
        response.status(500).json({ error: text, code: 'failed', cure: 'see the log of the server' })
      }
    })
  }
}
