import type { Delivering } from './delivery.ts'
import type { Recipients } from './plan.ts'

/** Names of those to whom a channel takes something: the one whose rights it has, or every recipient. */
export async function recipientsOf(
  { channels, people }: Pick<Delivering, 'channels' | 'people'>,
  { users, roles }: Recipients,
  channel: string,
): Promise<string[]> {
  const as = channels.get(channel)?.as
  if (as !== undefined) return [as]
  const byRole = await Promise.all(roles.map((role) => people.ofRole(role)))
  return [...new Set([...users, ...byRole.flat()])]
}
