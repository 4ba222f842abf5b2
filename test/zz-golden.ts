import * as fs from 'fs';
import { synthesiseMigration } from '../golden/apps/migration';
for (const { file, text, warnings } of synthesiseMigration()) { fs.writeFileSync(file, text); console.log(file, warnings); }
