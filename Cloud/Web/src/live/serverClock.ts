/** The Date header has whole seconds, so a smaller difference says nothing. */
const toleranceMs = 2_000;

let offsetMs = 0;

/** Learns from an answer's Date header how far this device's clock is off; ages are wrong on a phone set to another time otherwise. */
export function noteServerDate(header: string | null): void {
  const server = header === null ? NaN : Date.parse(header);
  if (Number.isNaN(server)) {
    return;
  }

  const difference = server - Date.now();
  offsetMs = Math.abs(difference) > toleranceMs ? difference : 0;
}

/** Now by headquarters' clock, in milliseconds since 1970. */
export const serverNow = (): number => Date.now() + offsetMs;
