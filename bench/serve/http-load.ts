import { Agent, request } from 'node:http'

interface Load {
  readonly port: number
  readonly token: string
  readonly path: string
  readonly body: string
  readonly clients: number
  readonly seconds: number
}

/** Requests a second that a server answers when so many clients ask one after the other. @throws at any that fails */
export async function requestsPerSecond({
  port,
  token,
  path,
  body,
  clients,
  seconds,
}: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const headers = {
    Authorization: token,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  }
  const post = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const options = { agent, host: '127.0.0.1', port, path, method: 'POST', headers }
      const outgoing = request(options, (response) => {
        response.resume()
        response.once('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`Answered ${response.statusCode}.`)),
        )
      })
      outgoing.once('error', reject).end(body)
    })
  let answered = 0
  const end = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (; performance.now() < end; answered++) await post()
    }),
  )
  agent.destroy()
  return answered / seconds
}
