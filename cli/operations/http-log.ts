import type { RequestHandler } from 'express'
import type { Log } from '../../cube/server.ts'

/** One line a request. Queries, addresses and headers stay out of it: they tell of people and of the data. */
export function httpLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const { method, path } = request
    response.once('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10
      const build = response.getHeader('X-Salesops-Build')
      const { statusCode: status } = response
      const line = { method, path, status, ms, ...(build !== undefined && { build }) }
      if (status >= 500) log.error(line, 'request')
      else log.info(line, 'request')
    })
    next()
  }
}
