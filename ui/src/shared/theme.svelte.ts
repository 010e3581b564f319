export type ThemeChoice = 'system' | 'light' | 'dark';

/** Where the last choice is kept, so that the first frame has the right colours before the settings are known. */
const KEPT = 'recado.theme';

/** Light, dark, or as the computer has it; written to `data-theme` on the root element. */
export class Theme {
  choice = $state<ThemeChoice>(keptChoice());

  #systemDark = $state(matchMedia('(prefers-color-scheme: dark)').matches);

  readonly shown: 'light' | 'dark' = $derived(
    this.choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.choice,
  );

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(KEPT, choice);
    this.#write();
  }

  /** Follows the computer until the returned function is called. */
  start(): () => void {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const turn = () => {
      this.#systemDark = query.matches;
      this.#write();
    };
    turn();
    query.addEventListener('change', turn);
    return () => query.removeEventListener('change', turn);
  }

  #write(): void {
    document.documentElement.dataset['theme'] = this.shown;
  }
}

function keptChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
