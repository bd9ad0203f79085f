import { type FormEvent, useEffect, useId, useState } from 'react'
import { type Page, tilesOf } from '../../pages/page.ts'
import { type AttachedFormat, attachedFormats } from '../../reports/attached-files.ts'
import type { ListedView } from '../../views/view.ts'
import { addSchedule, fetchViews } from './api.ts'
import type { After } from './use-listed.ts'
import { words } from './words.ts'

const text = words.reportsPage

/** As the server reads them: they are of no language of the page's. */
const examples = ['monday 07:00', 'third business day of the fiscal month', 'quarter end + 2 business days']

interface ScheduleFormProps {
  readonly pages: readonly Page[]
  readonly channels: readonly string[]
  readonly after: After
}

/** Has a page, or a view of one, sent to the reader. */
export function ScheduleForm({ pages, channels, after }: ScheduleFormProps) {
  const id = useId()
  const views = useViews()
  const sendable = pages.filter((page) => tilesOf(page).length > 0)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const said = (name: string): string => String(given.get(name))
    const view = views.find((one) => `view ${one.id}` === said('page'))
    const isDone = await after(
      addSchedule({
        name: said('name'),
        page: view?.page ?? said('page'),
        filters: view?.filters ?? {},
        schedule: said('schedule'),
        channel: said('channel'),
        formats: given.getAll('formats') as AttachedFormat[],
      }),
    )
    if (isDone) form.reset()
  }
  return (
    <section>
      <h3 className="part">{text.make}</h3>
      <p className="note">{text.makeNote}</p>
      <form className="schedule-form" onSubmit={(event) => void submit(event)}>
        <label htmlFor={`${id}page`}>{text.page}</label>
        <select id={`${id}page`} name="page">
          <optgroup label={text.pages}>
            {sendable.map((page) => (
              <option key={page.id} value={page.id}>
                {page.title(words)}
              </option>
            ))}
          </optgroup>
          {views.length > 0 && (
            <optgroup label={text.views}>
              {views.map((view) => (
                <option key={view.id} value={`view ${view.id}`}>
                  {view.name}
                </option>
              ))}
            </optgroup>
          )}
        </select>
        <label htmlFor={`${id}name`}>{text.name}</label>
        <input id={`${id}name`} name="name" required maxLength={120} autoComplete="off" />
        <label htmlFor={`${id}schedule`}>{text.schedule}</label>
        <input
          id={`${id}schedule`}
          name="schedule"
          required
          maxLength={200}
          defaultValue="monday 07:00"
          aria-describedby={`${id}hint`}
        />
        <p id={`${id}hint`} className="note">
          {text.scheduleHint(examples.join(', '))}
        </p>
        <label htmlFor={`${id}channel`}>{text.channel}</label>
        <select id={`${id}channel`} name="channel">
          {channels.map((channel) => (
            <option key={channel}>{channel}</option>
          ))}
        </select>
        <fieldset>
          <legend>{text.formats}</legend>
          {attachedFormats.map((format) => (
            <label key={format}>
              <input type="checkbox" name="formats" value={format} defaultChecked={format === 'xlsx'} />{' '}
              {format.toUpperCase()}
            </label>
          ))}
        </fieldset>
        <button type="submit">{text.makeIt}</button>
      </form>
    </section>
  )
}

/** Views that the reader has saved or that are shared with them. */
function useViews(): readonly ListedView[] {
  const [views, setViews] = useState<readonly ListedView[]>([])
  useEffect(() => {
    let isOver = false
    fetchViews().then(
      (found) => {
        if (!isOver) setViews(found)
      },
      // Pages can be sent without them.
      () => {},
    )
    return () => {
      isOver = true
    }
  }, [])
  return views
}
