const AGAIN_MS = 30_000

/** Calls `onBuild` when the server tells of a build; connects again when the connection is lost. Gives how to stop. */
export function hearOfBuilds(onBuild: () => void): () => void {
  let isOver = false
  let socket: WebSocket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let told: string | null = null
  const connect = (): void => {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/builds`)
    socket.onmessage = ({ data }) => {
      // The first message tells what is known already.
      if (told !== null && told !== data) onBuild()
      told = String(data)
    }
    socket.onclose = () => {
      if (!isOver) timer = setTimeout(connect, AGAIN_MS)
    }
  }
  connect()
  return () => {
    isOver = true
    clearTimeout(timer)
    socket?.close()
  }
}
