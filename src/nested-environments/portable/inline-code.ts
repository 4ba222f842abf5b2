import * as fs from 'fs';
import * as path from 'path';

/** CloudFormation zips what is inline; the zip may have 4 MB. Minified code of deployment helpers has a few KB. */
const LARGEST = 1_000_000;

/**
 * The modules of a function as one file, for `Code.ZipFile`: then the templates need no bucket in each Region.
 *
 * @param folder the asset
 * @param handler `module.function`
 * @throws when it is more than a few modules beside each other
 */
export function inlineCode(folder: string, handler: string): { readonly code: string; readonly handler: string } {
  const files = fs.statSync(folder).isDirectory() ? fs.readdirSync(folder).sort() : [folder];
  const [main, name] = handler.split('.');
  const odd = files.filter((file) => !file.endsWith('.js'));
  if (odd.length > 0 || !files.includes(`${main}.js`)) throw new Error(`the code of ${handler} cannot be written into a template: ${files.join(', ')}`);
  const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8').trim();
  const code = files.length === 1 ? read(files[0]) : [
    '"use strict";',
    'const files = {',
    ...files.map((file) => `"./${file.slice(0, -'.js'.length)}": (module, exports, require) => {${read(file)}\n},`),
    '}, loaded = {};',
    'const load = (id) => {',
    '  if (!Object.hasOwn(files, id)) return require(id);',
    '  if (!loaded[id]) { loaded[id] = { exports: {} }; files[id](loaded[id], loaded[id].exports, load); }',
    '  return loaded[id].exports;',
    '};',
    `exports.${name} = (event, context) => load("./${main}").${name}(event, context);`,
  ].join('\n');
  if (code.length > LARGEST) throw new Error(`the code of ${handler} has ${code.length} characters, at most ${LARGEST} are written into a template`);
  return { code, handler: files.length === 1 ? handler : `index.${name}` };
}
