import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A file system of its own with little room. Only root can mount one. */
export class SmallDisk {
  /** @param {string} folder @param {number} megabytes */
  constructor(folder, megabytes) {
    this.folder = folder;
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
    this.ballast = path.join(folder, 'ballast');
  }

  /** Takes all the room there is. */
  fill() {
    const file = openSync(this.ballast, 'w');
    for (let size = 1 << 16; size >= 512; ) {
      try {
        writeSync(file, Buffer.alloc(size));
      } catch {
        size >>= 1;
      }
    }
    closeSync(file);
  }

  /** Gives it back. */
  free() {
    rmSync(this.ballast, { force: true });
  }

  unmount() {
    execFileSync('umount', ['-l', this.folder]);
  }
}
