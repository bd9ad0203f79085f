import express, { Router } from 'express'
import { CubeError, faultBody } from '../../cube/errors.ts'
import type { Cube } from '../../cube/server.ts'
import { answering } from '../../dashboards/answering.ts'
import { readManifest } from '../../models/warehouse/builds.ts'
import { submitForecast } from '../submission.ts'

interface SubmissionOptions {
  readonly home: string
  readonly cube: Cube
  /** Lands what was submitted, where this process runs the pipeline. */
  readonly onSubmitted?: () => void
}

/** `POST /api/forecast/submissions` with `{rep?, period, category, amount}`: a forecast of whoever asks by a token. */
export function submissionRoutes({ home, cube, onSubmitted }: SubmissionOptions): Router {
  const router = Router()
  router.post(
    '/api/forecast/submissions',
    express.json({ limit: '4kb' }),
    answering(async (request, response) => {
      response.set('Cache-Control', 'no-store')
      try {
        const user = await cube.userOf(request.headers.authorization)
        const company = readManifest(home, cube.current().id)?.company
        if (!company)
          throw new CubeError({
            code: 'no_build',
            status: 503,
            message: 'No build is published yet',
            cure: 'run: salesops run',
          })
        const submitted = await submitForecast(request.body, { home, company, cube, user })
        response.status(201).json(submitted)
        onSubmitted?.()
      } catch (error) {
        if (!(error instanceof CubeError)) throw error
        response.status(error.status).json(faultBody(error))
      }
    }),
  )
  return router
}
