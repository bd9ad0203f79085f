import { type FormEvent, useState } from 'react'
import { signIn } from './api.ts'
import { causeText } from './cause-text.ts'
import { words } from './words.ts'

const text = words.signIn

/** The provider's answer comes back in the URL. */
const refusedBefore = (): string | null =>
  text.refused[new URLSearchParams(location.search).get('sign-in') ?? ''] ?? null

/** Asks who somebody is. */
export function SignIn({ provider, onDone }: { provider: string | null; onDone: () => void }) {
  const [error, setError] = useState(refusedBefore)
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    try {
      await signIn(String(form.get('name')), String(form.get('password')))
      if (location.search.includes('sign-in=')) history.replaceState(null, '', location.pathname)
      onDone()
    } catch (cause) {
      setError(causeText(cause))
    } finally {
      setBusy(false)
    }
  }

  return (
    <main className="sign-in">
      <h1>{text.title}</h1>
      <form onSubmit={(event) => void submit(event)}>
        <label htmlFor="sign-in-name">{text.name}</label>
        <input id="sign-in-name" name="name" autoComplete="username" required maxLength={320} />
        <label htmlFor="sign-in-password">{text.password}</label>
        <input
          id="sign-in-password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={1024}
        />
        {error !== null && (
          <p className="alert" role="alert">
            {error}
          </p>
        )}
        <button type="submit" disabled={isBusy}>
          {text.submit}
        </button>
      </form>
      {provider !== null && (
        <p>
          <a href="/api/oidc/start">{provider}</a>
        </p>
      )}
    </main>
  )
}
