import { nearest } from './nearest';
import { Lesson } from '../lessons';

/** The lesson of that id, with or without the prefix that it has as a rule of the cdk-nag pack; else what to say. */
export function lessonOf(id: string, lessons: readonly Lesson[]): Lesson | string {
  const name = id.replace(/^PaymentChecks-/, '').toLowerCase();
  const found = lessons.find((lesson) => lesson.id.toLowerCase() === name);
  if (found) return found;
  const near = nearest(name, lessons.map((lesson) => lesson.id));
  return `no lesson is called ${id}; ${near.length > 0 ? `did you mean ${near.join(', ')}?` : 'see `cdk-payments lessons`'}`;
}
