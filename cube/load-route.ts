import type { RequestHandler } from 'express'
import type { Admission } from './door.ts'
import { faultBody, toCubeError } from './errors.ts'
import type { SalesGateway } from './gateway.ts'

/**
 * `GET` and `POST /v1/load`, as Cube's. A browser keeps the answer but asks each time whether it still holds, which a
 * tag that fits answers without a body.
 */
export function loadRoute(
  gateway: Pick<SalesGateway, 'answer'>,
  admitted: (request: object) => Admission,
): RequestHandler {
  return async (request, response) => {
    const asked: Record<string, unknown> = request.method === 'GET' ? request.query : (request.body ?? {})
    const { query, queryType } = asked as { query: object; queryType?: unknown }
    const requestId = String(request.headers['x-request-id'] ?? '')
    try {
      const context = { ...admitted(request), requestId }
      const answer = await gateway.answer({ query, ...(queryType === 'multi' && { queryType }), context })
      response.setHeader('Cache-Control', 'private, no-cache')
      response.setHeader('ETag', answer.etag)
      if (request.method === 'GET' && request.headers['if-none-match'] === answer.etag) {
        response.statusCode = 304
        response.end()
        return
      }
      response.setHeader('Content-Type', 'application/json; charset=utf-8')
      response.setHeader('Content-Length', answer.bytes)
      response.end(answer.body)
    } catch (error) {
      const fault = toCubeError(error)
      if (!response.destroyed) response.status(fault.status).json(faultBody(fault))
    }
  }
}
