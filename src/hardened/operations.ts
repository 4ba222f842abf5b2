import { Token } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Faults } from './faults';

/** What AWS takes everywhere. */
const TAG_KEY = /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u;
const TAG_VALUE_GIVEN = /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u;

/** Records what is wrong with tags that are given. */
export function checkTags(faults: Faults, tags: Record<string, string> = {}): void {
  for (const [key, value] of Object.entries(tags)) {
    const fits = TAG_KEY.test(key) && (Token.isUnresolved(value) || TAG_VALUE.test(value));
    if (!fits) faults.add(`operations.tags must have keys of 1 to 128 and values of up to 256 letters, digits, spaces and . : / = + - @ _, not beginning with aws:, got '${key}'`);
  }
}

/** Records what is wrong with props that are the value of a tag. */
export function checkTagValues(faults: Faults, values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    faults.pattern(name, value, TAG_VALUE_GIVEN, 'the value of a tag: 1 to 256 letters, digits, spaces and . : / = + - @ _');
  }
}

/** A tag with the suffix, where that of the environment says something else: what names end with is known by one of the two. */
export const suffixTag = (environmentSuffix: string, environment = environmentSuffix): Record<string, string> =>
  environmentSuffix === environment || Token.isUnresolved(environmentSuffix) ? {} : { EnvironmentSuffix: environmentSuffix };

/** Records what is wrong with the address that alarms are sent to. `name`: the prop. */
export function checkAlarmEmail(faults: Faults, email: string | undefined, topic?: sns.ITopic, name = 'operations.alarmEmail'): void {
  if (email === undefined || Token.isUnresolved(email)) return;
  faults.pattern(name, email, /^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'an email address');
  faults.reservedDomain(name, email.split('@')[1]);
  if (topic) faults.add(`${name} is for the topic that is made: with operations.alarmTopic, subscribe to that yourself`);
}
