export const THEMES = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEMES)[number];

const THEME_KEY = 'chuangcheng.theme';
const LEDGER_COLUMNS_KEY = 'chuangcheng.ledger-columns';

/** What a person chose for this browser; the language has its own place in i18n. */
export class Preferences {
  theme = $state<ThemeChoice>(storedTheme());
  /** Names of columns; null: the usual ones. Which are known, the table says. */
  ledgerColumns = $state.raw<readonly string[] | null>(
    localStorage.getItem(LEDGER_COLUMNS_KEY)?.split(',') ?? null,
  );
  #systemIsDark = $state(false);

  /** What is drawn: the choice, or what the system asks for. */
  readonly drawnTheme: 'light' | 'dark' = $derived.by(() => {
    if (this.theme !== 'auto') return this.theme;
    return this.#systemIsDark ? 'dark' : 'light';
  });

  /** @returns a function that ends the listening */
  start(): () => void {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const listen = () => (this.#systemIsDark = system.matches);
    listen();
    system.addEventListener('change', listen);
    return () => system.removeEventListener('change', listen);
  }

  choose(theme: ThemeChoice): void {
    this.theme = theme;
    localStorage.setItem(THEME_KEY, theme);
  }

  showLedgerColumns(columns: readonly string[] | null): void {
    this.ledgerColumns = columns;
    if (columns) localStorage.setItem(LEDGER_COLUMNS_KEY, columns.join(','));
    else localStorage.removeItem(LEDGER_COLUMNS_KEY);
  }
}

function storedTheme(): ThemeChoice {
  const stored = localStorage.getItem(THEME_KEY);
  return THEMES.find((theme) => theme === stored) ?? 'auto';
}
