/**
 * What was promised against what came. The promise is the acknowledgement that a device got; what counts as one is the adapter's to say.
 * Nothing here knows a gateway.
 */
export class Ledger {
  /** @type {Map<string, Book>} */ #books = new Map();
  #gaps = [];
  #damaged = 0;
  #refusals = 0;
  #strangers = 0;
  #acknowledged = 0;
  #arrivals = 0;

  /** A device was told that the event is taken.
   * @param {string} device @param {number} n its number on the device, from 1
   * @param {{ epoch: string, seq: number } | undefined} [receipt] the gateway's own number of it, where it gives one */
  acknowledge(device, n, receipt) {
    const book = this.#book(device);
    if (book.promised[n] === undefined) this.#acknowledged++;
    book.promised[n] = receipt ?? true;
  }

  /** A device was told, or saw, that the event is not taken: no loss, it still has it. */
  refuse() {
    this.#refusals++;
  }

  /** The cloud has stored an event. @param {string} device @param {number} n */
  store(device, n) {
    const book = this.#book(device);
    this.#arrivals++;
    book.arrived[n] = (book.arrived[n] ?? 0) + 1;
    if (book.arrived[n] === 1) {
      if (n < book.highest) book.late++;
      else book.highest = n;
    }
  }

  /** The cloud has stored something that no device sent in this form. */
  storeDamaged() {
    this.#damaged++;
  }

  /** The cloud was told that these will never come. @param {string} epoch @param {number} first @param {number} last */
  tellGap(epoch, first, last) {
    this.#gaps.push({ epoch, first, last });
  }

  /** Something came that is none of the devices'; such as a gateway's report about itself. */
  storeOther() {
    this.#strangers++;
  }

  /** How many were acknowledged. */
  get acknowledged() {
    return this.#acknowledged;
  }

  /** How many stores there were, repeats included: grows while anything still moves. */
  get arrivals() {
    return this.#arrivals;
  }

  /** How many acknowledged events have not come. */
  get missing() {
    return this.#lost().length;
  }

  /** @returns {Score} */
  score() {
    const lost = this.#lost();
    const books = [...this.#books.values()];
    return {
      acknowledged: this.#acknowledged,
      refusals: this.#refusals,
      lost: lost.length,
      lostTold: lost.filter((receipt) => this.#told(receipt)).length,
      doubled: books.reduce((sum, book) => sum + book.arrived.reduce((more, times) => more + Math.max(0, times - 1), 0), 0),
      reordered: books.reduce((sum, book) => sum + book.late, 0),
      damaged: this.#damaged,
    };
  }

  #told(receipt) {
    return receipt !== true && this.#gaps.some((gap) => gap.epoch === receipt.epoch && gap.first <= receipt.seq && receipt.seq <= gap.last);
  }

  #lost() {
    const lost = [];
    for (const { promised, arrived } of this.#books.values())
      promised.forEach((receipt, n) => {
        if (!arrived[n]) lost.push(receipt);
      });
    return lost;
  }

  #book(device) {
    let book = this.#books.get(device);
    if (!book) this.#books.set(device, (book = { promised: [], arrived: [], highest: 0, late: 0 }));
    return book;
  }
}

/**
 * @typedef {{ promised: (true | { epoch: string, seq: number })[], arrived: number[], highest: number, late: number }} Book
 * @typedef {object} Score
 * @property {number} acknowledged events a device was told are taken
 * @property {number} refusals     times a device was told, or saw, that one is not
 * @property {number} lost         acknowledged, never stored by the cloud
 * @property {number} lostTold     of those, named by a gap record that the cloud got
 * @property {number} doubled      stored more than once, each time beyond the first
 * @property {number} reordered    came first after a later one of the same device
 * @property {number} damaged      stored with other bytes than were sent
 */
