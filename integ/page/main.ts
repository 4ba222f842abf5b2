/** The page of a comparison, and the drawings, in a real browser: `npm run test:page`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureChromium, launch } from './browser';
import { flawedCandidate } from './candidate';
import { runDrawingScenarios } from './scenarios-drawings';
import { runPageScenarios } from './scenarios-page';
import { layOut } from '../../src/cli/layout';
import { compared } from '../../src/compare/compare';
import { htmlOf } from '../../src/compare/html';
import { loadText } from '../../src/template';
import { runProgram } from '../program';

const SHOTS = path.join(__dirname, '..', '..', 'reports', 'page');

runProgram({
  name: 'page',
  limitMs: 4 * 60_000,
  note: `Pictures to look at: ${path.relative(process.cwd(), SHOTS)}/`,
  run: async (report, folder) => {
    fs.rmSync(SHOTS, { recursive: true, force: true });
    fs.mkdirSync(SHOTS, { recursive: true });
    const file = path.join(folder, 'page.html');
    const began = performance.now();
    fs.writeFileSync(file, htmlOf([compared('candidate.json', loadText(JSON.stringify(flawedCandidate(), null, 1), 'candidate.json'))], { engine: layOut, version: 'test' }));
    fs.copyFileSync(file, path.join(SHOTS, 'page.html'));
    const browser = await launch(ensureChromium());
    console.log(`Chromium ${browser.version()}; the page was made in ${Math.round(performance.now() - began)} ms`);
    try {
      await runPageScenarios(report, browser, pathToFileURL(file).href, SHOTS);
      await runDrawingScenarios(report, browser, SHOTS);
    } finally {
      await browser.close();
    }
  },
});
