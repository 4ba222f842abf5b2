import { Report } from '../report';

/** docs/audit.schema.json describes it. */
export const json = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
