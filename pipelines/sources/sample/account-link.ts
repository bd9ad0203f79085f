/** The account that a record names, which a merge may change later. */
export interface AccountLink {
  idAt(instant: number): string
  /** When a merge moves the record to the survivor, if it does. */
  movedAt: number | null
}

/** The link of a record whose account never changes. */
export const fixedLink = (id: string): AccountLink => ({ idAt: () => id, movedAt: null })
