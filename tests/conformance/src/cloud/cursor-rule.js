/**
 * When a batch of events may be committed, as docs/asyncapi.json has it: in order, once, without a hole. No I/O.
 */
export class CursorRule {
  /** @type {Map<string, number>} how far each epoch is committed */ #epochs = new Map();
  #highest = { epoch: null, seq: 0 };
  #unresolved = new Map();
  /** What the cursor says. */
  position = { epoch: null, seq: 0 };

  /**
   * @param {Header} header what the batch says about itself
   * @returns {{ apply: boolean, from?: number, cursor: { epoch: string | null, seq: number, replay: boolean } }} whether to commit it, from
   *   which sequence number on, and what to tell the gateway
   */
  admit(header) {
    const known = this.#epochs.get(header.epoch);
    if (known !== undefined) {
      if (header.first > known + 1) return this.#refuse({ epoch: header.epoch, seq: known });
      if (header.last <= known) return { apply: false, cursor: { epoch: header.epoch, seq: known, replay: false } };
      return this.#apply(header, known + 1);
    }
    if (!header.after) {
      return header.first === 1 || this.#isHopeless(header) ? this.#apply(header, header.first) : this.#refuse({ epoch: header.epoch, seq: 0 });
    }
    const before = this.#epochs.get(header.after.epoch);
    if (before !== undefined) return before < header.after.seq ? this.#refuse({ epoch: header.after.epoch, seq: before }) : this.#apply(header, header.first);
    if (header.after.seq <= this.#highest.seq || this.#isHopeless(header)) return this.#apply(header, header.first);
    return this.#refuse(this.#highest.epoch ? this.#highest : { epoch: header.after.epoch, seq: 0 });
  }

  #apply(header, from) {
    this.#epochs.set(header.epoch, header.last);
    if (header.last > this.#highest.seq) this.#highest = { epoch: header.epoch, seq: header.last };
    this.position = { epoch: header.epoch, seq: header.last };
    return { apply: true, from, cursor: { ...this.position, replay: false } };
  }

  #refuse(position) {
    return { apply: false, cursor: { ...position, replay: true } };
  }

  /** Asked three times for what came before, and it does not come: it is gone. */
  #isHopeless(header) {
    const key = `${header.epoch}/${header.first}`;
    this.#unresolved.set(key, (this.#unresolved.get(key) ?? 0) + 1);
    return this.#unresolved.get(key) > 3;
  }
}

/** Reads the user properties of a batch.
 * @param {Record<string, string>} properties
 * @returns {Header | null} null where they are not those of a batch */
export function readHeader(properties) {
  const first = Number(properties?.first);
  const last = Number(properties?.last);
  if (!properties?.epoch || !(first >= 1) || !(last >= first)) return null;
  const [afterEpoch, afterSeq] = (properties.after ?? '').split('/');
  return {
    epoch: properties.epoch,
    first,
    last,
    gaps: (properties.gaps ?? '')
      .split(',')
      .filter(Boolean)
      .map((run) => run.split('-').map(Number)),
    after: properties.after ? { epoch: afterEpoch, seq: Number(afterSeq) } : null,
    compressed: properties.encoding === 'br',
  };
}

/** @typedef {{ epoch: string, first: number, last: number, gaps: number[][], after: { epoch: string, seq: number } | null, compressed: boolean }} Header */
