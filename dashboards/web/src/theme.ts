import { useSyncExternalStore } from 'react'
import type { Theme } from '../../charts/palette.ts'

const KEY = 'salesops-theme'
const CHANGED = 'salesops-theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')

/** Takes up the theme that the reader has chosen before. */
export function restoreTheme(): void {
  const chosen = localStorage.getItem(KEY)
  if (chosen) document.documentElement.dataset.theme = chosen
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  document.documentElement.dataset.theme = theme
  dispatchEvent(new Event(CHANGED))
}

function current(): Theme {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'light' || chosen === 'dark') return chosen
  return systemDark.matches ? 'dark' : 'light'
}

function subscribe(onChange: () => void): () => void {
  addEventListener(CHANGED, onChange)
  systemDark.addEventListener('change', onChange)
  return () => {
    removeEventListener(CHANGED, onChange)
    systemDark.removeEventListener('change', onChange)
  }
}

/** The theme that is shown: the reader's choice, else the system's. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, current)
