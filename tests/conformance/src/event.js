import { createHash } from 'node:crypto';

/**
 * One thing that a device saw. Its text follows from the run, the device and the number alone, so that the other end can say of any text
 * whether it is whole.
 * @typedef {{ device: string, n: number, text: string }} DeviceEvent
 */

/** The text of an event: about 300 bytes, not to be guessed.
 * @param {string} run @param {string} device @param {number} n @returns {string} */
export function textOf(run, device, n) {
  const noise = createHash('sha512').update(`${run}/${device}/${n}`).digest('hex');
  return `${run} ${device} ${n} ${noise}${noise}`;
}

/** @param {string} run @param {string} device @param {number} n @returns {DeviceEvent} */
export function eventOf(run, device, n) {
  return { device, n, text: textOf(run, device, n) };
}

/** Reads a text back.
 * @param {string} run @param {string} text
 * @returns {{ device: string, n: number } | null} null where a byte of it is not as it was sent */
export function readText(run, text) {
  const [sameRun, device, number] = text.split(' ', 3);
  const n = Number(number);
  return sameRun === run && Number.isSafeInteger(n) && textOf(run, device, n) === text ? { device, n } : null;
}

/** The id of an event for gateways that take one: the same for the same event. @param {string} run @param {DeviceEvent} event */
export function idOf(run, event) {
  const hex = createHash('sha256').update(`${run}/${event.device}/${event.n}/id`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
