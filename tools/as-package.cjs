/** Runs examples in this clone as a user of the package would: `npx ts-node -T -P test/tsconfig.json -r ./tools/as-package.cjs examples/compare.ts`. */
const Module = require('node:module');
const path = require('node:path');

const resolve = Module._resolveFilename;
const SOURCES = path.join(__dirname, '..', 'src');

Module._resolveFilename = (request, ...rest) => resolve(request === 'cdk-payment-constructs' ? SOURCES : request, ...rest);
