export type Theme = 'light' | 'dark'

/** Colours of charts. The style sheet holds the same for what is not drawn by ECharts. */
export interface Palette {
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly surface: string
  /** Actual, and the prior period or year. */
  readonly actual: string
  readonly earlier: string
  /** Okabe-Ito blue, the one accent. */
  readonly accent: string
  /** What raises and what lowers a total; the sign of its number says the same. */
  readonly good: string
  readonly bad: string
  /** Okabe-Ito, to tell curves apart; each has a line of its own form and its name at its end as well. */
  readonly series: readonly string[]
}

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    ink: '#1c2126',
    muted: '#5a646e',
    line: '#d9dee3',
    surface: '#ffffff',
    actual: '#2f363d',
    earlier: '#b4bbc2',
    accent: '#0072b2',
    good: '#00684a',
    bad: '#a63d00',
    series: ['#0072b2', '#b84e00', '#007a58', '#a04a80', '#1c2126', '#7a6000'],
  },
  dark: {
    ink: '#e8ebee',
    muted: '#a3adb7',
    line: '#363d45',
    surface: '#181c20',
    actual: '#d5dade',
    earlier: '#646d76',
    accent: '#56b4e9',
    good: '#4cc9a0',
    bad: '#f08a4b',
    series: ['#56b4e9', '#f08a4b', '#2fb98d', '#cc79a7', '#e8ebee', '#e6c229'],
  },
}

/** Fonts of the reader's machine: nothing is fetched. No double quotes, which would end an attribute of an SVG. */
export const fontStack =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Thai', sans-serif"
