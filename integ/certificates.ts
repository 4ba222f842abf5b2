import * as fs from 'node:fs';
import * as path from 'node:path';
import { openssl } from './openssl';

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority of our own; the path of its certificate. */
export function makeAuthority(folder: string, name: string): string {
  openssl(folder, 'req', '-x509', ...EC_KEY, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`);
  return path.join(folder, `${name}.pem`);
}

/** `name.pem` and `name.key` of a server with these names, signed by `authority`. */
export function makeServerCertificate(folder: string, authority: string, name: string, hosts: readonly string[]): void {
  fs.writeFileSync(path.join(folder, `${name}.ext`), `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}\n`);
  openssl(folder, 'req', ...EC_KEY, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
  openssl(folder, 'x509', '-req', '-in', `${name}.csr`, '-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial',
    '-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`);
}
