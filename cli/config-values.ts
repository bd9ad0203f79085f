import { z } from 'zod'

/** Values that several sections of salesops.yml have. */
export const duration = z.string().regex(/^\d+(m|h|d)$/, 'a number and m, h or d, such as 24h')

export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00')

/** True for the name of a time zone. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Milliseconds of a duration as the configuration writes it. */
export function milliseconds(text: string): number {
  const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
  return Number.parseInt(text, 10) * (units[text.slice(-1)] ?? 0)
}
