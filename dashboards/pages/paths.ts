/** Where each page is. */
export const pagePaths = { overview: '/', data: '/data' } as const

export type PageId = keyof typeof pagePaths

export const paths: readonly string[] = Object.values(pagePaths)
