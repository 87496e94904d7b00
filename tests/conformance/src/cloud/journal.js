import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';

/** Where the cloud side keeps what it got: a file that is synced before anybody is told. */
export class Journal {
  #file;

  /** @param {string} path */
  constructor(path) {
    this.#file = openSync(path, 'a');
  }

  /** @param {string[]} lines @param {boolean} sync whether the disk has it before this returns */
  append(lines, sync) {
    writeSync(this.#file, `${lines.join('\n')}\n`);
    if (sync) fdatasyncSync(this.#file);
  }

  close() {
    closeSync(this.#file);
  }
}
