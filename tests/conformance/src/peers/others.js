import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where `npm ci` puts the gateways that come from npm. */
export const othersFolder = fileURLToPath(new URL('../../others', import.meta.url));

export function requireOthers() {
  if (!existsSync(`${othersFolder}/node_modules`)) throw new Error('The peers of npm are not installed: npm ci in tests/conformance/others.');
}
