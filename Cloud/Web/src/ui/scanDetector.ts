/** A scanner types far faster than anybody: this between two keys is still one scan. */
const longestGapMs = 60;

/** Shorter than this is a person, or no code. */
const shortest = 4;

/** Tells a keyboard scanner from a person by the pace of its keys and the Enter at its end. */
export class ScanDetector {
  private text = '';
  private last = -Infinity;

  /** The whole code where this key ends a scan, else null. */
  key(key: string, at: number): string | null {
    const fast = at - this.last <= longestGapMs;
    this.last = at;
    if (key === 'Enter' || key === 'Tab') {
      const text = fast ? this.text : '';
      this.text = '';
      return text.length >= shortest ? text : null;
    }

    if (key.length !== 1) {
      // Shift and its like come between the signs of a scan.
      return null;
    }

    this.text = fast ? this.text + key : key;
    return null;
  }

  /** How many signs may be a scan under way. */
  get length(): number {
    return this.text.length;
  }
}

/** The product's number out of what a scanner sent: a GTIN inside a GS1 string, else the text without the scanner's own prefix. */
export function productCode(scanned: string): string {
  const text = scanned.trim().replace(/^\][A-Za-z]\d/, '');
  const gtin = /^(?:\(01\)|01)(\d{14})/.exec(text)?.[1];
  return gtin ? gtin.replace(/^0(?=\d{13}$)/, '') : text;
}
