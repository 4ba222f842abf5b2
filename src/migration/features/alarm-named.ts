import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Monitoring } from '../../hardened';

/** An alarm by its id. @throws when nothing made it before */
export function alarmNamed(monitoring: Monitoring, id: string): cloudwatch.Alarm {
  const alarm = monitoring.alarms.find(({ node }) => node.id === id);
  if (!alarm) throw new Error(`no alarm ${id}: ${monitoring.alarms.map(({ node }) => node.id).join(', ')}`);
  return alarm;
}
