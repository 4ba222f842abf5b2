import { pitrMissing } from './pitr-missing';
import { streamMissing } from './stream-missing';
import { tableAttributes } from './table-attributes';
import { tableBilling } from './table-billing';
import { tableCapacityFixed } from './table-capacity-fixed';
import { tableUnencrypted } from './table-unencrypted';
import { ttlMissing } from './ttl-missing';
import { Lesson } from '../lesson';

export const TABLES: readonly Lesson[] = [
  pitrMissing, streamMissing, tableAttributes, tableBilling, tableCapacityFixed, tableUnencrypted, ttlMissing,
];
