import { execFileSync } from 'node:child_process';
import path from 'node:path';

/**
 * An authority and a broker's certificate for 127.0.0.1, good for a day.
 * @param {string} folder @returns {{ ca: string, certificate: string, key: string }} paths of PEM files
 */
export function makeCertificates(folder) {
  const at = (name) => path.join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-days', '1', '-subj', '/CN=Conformance kit', '-keyout', at('ca.key'), '-out', at('ca.pem'));
  openssl(
    'req', '-x509', '-CA', at('ca.pem'), '-CAkey', at('ca.key'), ...newKey, '-days', '1', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:FALSE', '-keyout', at('broker.key'), '-out', at('broker.pem'),
  );
  return { ca: at('ca.pem'), certificate: at('broker.pem'), key: at('broker.key') };
}
