// Plain JavaScript: a worker thread is started without what reads TypeScript.
import { parentPort } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

/** The catalog's database: one message in, one answer out, in order. */
const database = PGlite.create()

parentPort.on('message', async ({ id, setup, message }) => {
  try {
    const db = await database
    if (setup !== undefined) {
      await db.exec(setup)
      parentPort.postMessage({ id })
    } else {
      const data = await db.execProtocolRaw(message)
      parentPort.postMessage({ id, data })
    }
  } catch (error) {
    parentPort.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
