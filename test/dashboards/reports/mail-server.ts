import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail as it came in. */
interface ReceivedMail {
  readonly to: readonly string[]
  readonly raw: Buffer
  readonly mail: ParsedMail
}

export interface MailServer {
  readonly port: number
  readonly received: ReceivedMail[]
  /** What a mail is answered with; 250 where nothing is set. Taken once for each. */
  readonly answers: (number | 'drop')[]
  close(): Promise<void>
}

/** A real mail server on a free port of this machine. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const answers: (number | 'drop')[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts)
        const answer = answers.shift()
        if (typeof answer === 'number')
          return done(Object.assign(new Error(`answered ${answer}`), { responseCode: answer }))
        void simpleParser(raw).then((mail) => {
          received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw, mail })
          if (answer === 'drop') for (const connection of server.connections) connection.close()
          else done()
        }, done)
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    received,
    answers,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
