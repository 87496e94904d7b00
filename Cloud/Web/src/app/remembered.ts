const prefix = 'headquarters.';

/** A choice of an earlier visit; null where there is none, it is no longer valid, or storage is switched off. */
export function remembered<T extends string>(name: string, isValid: (text: string | null) => text is T): T | null {
  try {
    const text = localStorage.getItem(prefix + name);
    return isValid(text) ? text : null;
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}
