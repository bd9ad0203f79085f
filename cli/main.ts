import { runProgram } from './program.ts'

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const code = await runProgram(process.argv.slice(2))
await Promise.all([flushed(process.stdout), flushed(process.stderr)])
// What Cube leaves behind would keep the process for seconds.
process.exit(code)

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
