/** Writes docs/diagrams/<system>.svg, as `cdk-payments diagram` draws the golden templates; `npm run docs`. */
import * as fs from 'fs';
import * as path from 'path';
import { layOut } from '../src/cli/layout';
import { architectureOf, layoutOf, svgOf } from '../src/diagram';
import { load } from '../src/template';

const ROOT = path.join(__dirname, '..');

/** Where the drawings are. */
export const FOLDER = path.join(ROOT, 'docs', 'diagrams');

interface Diagram {
  readonly title: string;
  /** Golden templates that are drawn together; nested ones are followed. */
  readonly goldens: readonly string[];
}

/** By system: the golden that its README is about. */
export const DIAGRAMS: Readonly<Record<string, Diagram>> = {
  'webhook-pipeline': { title: 'Payment webhooks: PaymentWebhookPipeline', goldens: ['webhook-pipeline.zip'] },
  'nested-environments': { title: 'Payment environment, production: PaymentEnvironment', goldens: ['nested-environments.prod.master'] },
  'disaster-recovery': {
    title: 'Payments in two Regions: PaymentDisasterRecovery',
    goldens: ['disaster-recovery.dns', 'disaster-recovery.primary', 'disaster-recovery.secondary'],
  },
  'migration': { title: 'Payments moved to AWS: PaymentMigrationEnvironment', goldens: ['migration.primary'] },
  'event-api': { title: 'Payment events by HTTP: PaymentEventApi', goldens: ['event-api.default'] },
};

export function drawn({ title, goldens }: Diagram): string {
  const architecture = architectureOf(load(goldens.map((name) => path.join(ROOT, 'golden', `${name}.template.json`))));
  return svgOf(architecture, layoutOf(architecture, layOut), { title });
}

if (require.main === module) {
  fs.mkdirSync(FOLDER, { recursive: true });
  for (const [system, diagram] of Object.entries(DIAGRAMS)) {
    fs.writeFileSync(path.join(FOLDER, `${system}.svg`), drawn(diagram));
    console.log(`Wrote docs/diagrams/${system}.svg`);
  }
}
