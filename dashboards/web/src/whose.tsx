import { useEffect, useState } from 'react'
import { currentSession, fetchPeople, lookAs, lookingAs, type Person, signOut } from './api.ts'
import { words } from './words.ts'

const text = words.signIn

/** Who is signed in, and the way out; at the sample company, on its own machine, whose eyes to look with. */
export function Whose() {
  const [name, setName] = useState<string | null>(null)
  const [people, setPeople] = useState<readonly Person[]>([])
  useEffect(() => {
    let isOver = false
    const look = async (): Promise<void> => {
      const { user, isSignedIn } = await currentSession()
      const found = isSignedIn ? [] : await fetchPeople()
      if (isOver) return
      setName(isSignedIn ? user.name : null)
      setPeople(found)
    }
    // Without it the page is whole but for a name: the tiles say what is wrong.
    look().catch(() => {})
    return () => {
      isOver = true
    }
  }, [])
  if (name !== null) {
    return (
      <p className="whose">
        {name}{' '}
        <button type="button" className="quiet" onClick={() => void signOut()}>
          {text.out}
        </button>
      </p>
    )
  }
  return people.length === 0 ? null : <Switcher people={people} />
}

function Switcher({ people }: { people: readonly Person[] }) {
  const { roles } = text
  return (
    <label className="whose">
      {text.lookAs}{' '}
      <select value={lookingAs()} onChange={(event) => lookAs(event.target.value)}>
        <option value="">{text.everyone}</option>
        <option value="?asRole=vp">{roles.vp}</option>
        <option value="?asRole=analyst">{roles.analyst}</option>
        {people.map(({ repId, name, isManager }) => {
          const role = isManager ? 'manager' : 'rep'
          const query = `?${new URLSearchParams({ asRole: role, asRep: repId })}`
          return (
            <option key={repId} value={query}>
              {name}, {roles[role].toLowerCase()}
            </option>
          )
        })}
      </select>
    </label>
  )
}
