import * as path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { open, OpenOptions, Scheme } from './browser';
import { EVIL } from './candidate';
import { inView, LOW_CONTRAST, TEXT_OUTSIDE } from './measures';
import { expectEqual } from '../checks';
import type { Report } from '../emulator/report';

const count = (page: Page, selector: string): Promise<number> => page.locator(selector).count();
const shownFindings = (page: Page): Promise<number> => page.locator('.finding:visible').count();

/** The page, as a person uses it. `shots` is where pictures go. */
export async function runPageScenarios(report: Report, browser: Browser, url: string, shots: string): Promise<void> {
  const step = (name: string, work: (page: Page, complaints: string[]) => Promise<string>, scheme: Scheme = 'light', more: OpenOptions = {}, hash = '') =>
    report.run(name, async () => {
      const { page, complaints } = await open(browser, url + hash, scheme, more);
      try {
        const seen = await work(page, complaints);
        expectEqual('errors, dialogs and requests', complaints, []);
        return seen;
      } finally {
        await page.close();
      }
    });

  for (const scheme of ['light', 'dark'] as const) {
    await step(`renders without errors or requests, and can be read: ${scheme}`, async (page) => {
      expectEqual('hard to read', await page.evaluate(LOW_CONTRAST), []);
      expectEqual('text outside of its card', await page.evaluate(TEXT_OUTSIDE), []);
      await page.screenshot({ path: path.join(shots, `page-${scheme}.png`) });
      await page.locator('.legend').first().scrollIntoViewIfNeeded();
      await page.locator('.panes').screenshot({ path: path.join(shots, `panes-${scheme}.png`) });
      await page.locator('.findings').screenshot({ path: path.join(shots, `findings-${scheme}.png`) });
      return `${await count(page, '.part')} parts, ${await count(page, '.finding')} findings`;
    }, scheme);
  }

  await step('names that are code do not run', async (page) => {
    expectEqual('scripts', await count(page, 'script'), 1);
    expectEqual('images', await count(page, 'img'), 0);
    const named = await page.getByText(EVIL).count();
    if (named === 0) throw new Error('the name is not shown as text');
    return `shown ${named} times as text`;
  });

  await step('a policy stops what would get past the escaping', async (page, complaints) => {
    await page.evaluate('document.body.append(Object.assign(document.createElement("script"), { textContent: "alert(2)" }))');
    await page.evaluate('document.body.append(Object.assign(document.createElement("img"), { src: "https://evil.invalid/y" }))');
    await page.waitForTimeout(200);
    const refused = complaints.splice(0).filter((one) => !one.startsWith('request: https://evil.invalid/'));
    if (refused.length < 2 || !refused.every((one) => /Content Security Policy/i.test(one))) throw new Error(`not refused: ${refused.join('; ')}`);
    return `${refused.length} refused`;
  });

  await step('findings are filtered by severity, facet, kind and text', async (page) => {
    const all = await shownFindings(page);
    const bySeverity = await count(page, '.finding[data-severity=critical]');
    for (const severity of ['high', 'medium', 'low']) await page.getByRole('checkbox', { name: severity }).uncheck();
    expectEqual('critical findings', await shownFindings(page), bySeverity);
    expectEqual('what is told', await page.locator('.shown').textContent(), `${bySeverity} of ${all}`);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.waitForTimeout(50);
    expectEqual('after reset', await shownFindings(page), all);
    await page.getByLabel('Facet').selectOption('security');
    expectEqual('facet', await shownFindings(page), await count(page, '.finding[data-facet=security]'));
    await page.getByLabel('Facet').selectOption('');
    await page.getByLabel('Kind').selectOption('lesson');
    expectEqual('kind', await shownFindings(page), await count(page, '.finding[data-kind=lesson]'));
    await page.getByLabel('Kind').selectOption('');
    await page.getByRole('searchbox').fill('WH-05');
    const byText = await shownFindings(page);
    if (byText === 0 || byText === all) throw new Error(`text WH-05 leaves ${byText} of ${all}`);
    await page.getByRole('searchbox').fill('nothing is called so');
    expectEqual('none', await page.locator('.none').isVisible(), true);
    return `${all} in all, ${bySeverity} critical, ${byText} with WH-05`;
  });

  await step('every link of a finding leads to the drawn part', async (page) => {
    await page.evaluate('for (const one of document.querySelectorAll(".finding")) one.open = true');
    const links = page.locator('.finding a.show');
    const ids = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')!.slice(1)));
    const first = new Map(ids.map((id, index) => [id, ids.indexOf(id) === index ? index : ids.indexOf(id)]));
    for (const [id, index] of first) {
      await links.nth(index).click();
      if (!await page.evaluate(inView(id))) throw new Error(`${id} is not in view`);
      expectEqual('focus', await page.evaluate('document.activeElement.id'), id);
      expectEqual('chosen', await page.locator('.part.chosen').getAttribute('id'), id);
    }
    return `${ids.length} links to ${first.size} parts`;
  });

  await step('every part with findings leads to them, and to its counterpart', async (page) => {
    const ids = await page.locator('.part[data-findings]:not([data-findings=""])').evaluateAll((all) => all.map((one) => one.id));
    for (const id of ids) {
      await page.locator(`#${id}`).dispatchEvent('click');
      const part = page.locator(`#${id}`);
      const [numbers, other] = [await part.getAttribute('data-findings'), await part.getAttribute('data-other')];
      const targets = await page.locator('.selection a').evaluateAll((all) => all.map((one) => one.getAttribute('href')!.slice(1)));
      expectEqual(`links of ${id}`, targets, [...other ? [other] : [], ...numbers!.split(' ').map((number) => `c1-finding-${number}`)]);
      if (other && !await page.locator(`#${other}.opposite`).count()) throw new Error(`the counterpart of ${id} is not shown`);
      await page.locator('.selection a').last().click();
      expectEqual('open', await page.locator(`#${targets[targets.length - 1]}`).getAttribute('open'), '');
    }
    await page.screenshot({ path: path.join(shots, 'finding-light.png') });
    return `${ids.length} parts`;
  });

  await step('the keyboard does it too', async (page) => {
    const focused = () => page.evaluate('document.activeElement.id || document.activeElement.tagName');
    await page.keyboard.press('Tab');
    expectEqual('first', await page.evaluate('document.activeElement.className'), 'skip');
    await page.locator('#c1-candidate-part-1').focus();
    await page.keyboard.press('Enter');
    expectEqual('chosen', await page.locator('.part.chosen').getAttribute('id'), 'c1-candidate-part-1');
    await page.keyboard.press('Tab');
    if (await focused() === 'c1-candidate-part-1') throw new Error('the focus stays');
    await page.locator('.finding summary').first().focus();
    const before = await page.locator('.finding').first().getAttribute('open');
    await page.keyboard.press('Enter');
    if (await page.locator('.finding').first().getAttribute('open') === before) throw new Error('Enter does not open or close');
    return 'skip link, part, finding';
  });

  await step('an address with a finding opens it, though it is folded', async (page) => {
    const id = 'c1-finding-20';
    await page.waitForTimeout(200);
    expectEqual('open', await page.locator(`#${id}`).getAttribute('open'), '');
    expectEqual('focus', await page.evaluate('document.activeElement.closest(".finding").id'), id);
    return id;
  }, 'dark', {}, '#c1-finding-20');

  await step('it is of use without scripts', async (page) => {
    const targets = await page.locator('a[href^="#"]').evaluateAll((all) => all.map((one) => one.getAttribute('href')!.slice(1)));
    const ids = new Set(await page.locator('[id]').evaluateAll((all) => all.map((one) => one.id)));
    expectEqual('links to nowhere', targets.filter((id) => !ids.has(id)), []);
    return `${await shownFindings(page)} findings`;
  }, 'light', { javaScriptEnabled: false });

  await step('on a phone nothing stands out to the side', async (page) => {
    expectEqual('width', await page.evaluate('document.documentElement.scrollWidth'), 390);
    await page.screenshot({ path: path.join(shots, 'phone-dark.png') });
    return '390 pixels';
  }, 'dark', { width: 390 });

  await step('it prints: light, whole, without controls', async (page) => {
    await page.emulateMedia({ media: 'print' });
    expectEqual('controls', await page.locator('.filter').isVisible(), false);
    expectEqual('ground', await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)');
    const hidden = await page.locator('.finding dl').evaluateAll((all) => all.filter((one) => !(one as unknown as { checkVisibility(): boolean }).checkVisibility()).length);
    expectEqual('hidden findings', hidden, 0);
    const pdf = await page.pdf({ path: path.join(shots, 'page.pdf'), format: 'A4', printBackground: true });
    return `${Math.round(pdf.length / 1024)} KB`;
  }, 'dark');
}
