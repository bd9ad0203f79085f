/** A number with its noun: "1 deal", "3 deals". */
export const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
