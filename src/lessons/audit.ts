import { AuditOptions, DEFAULT_OPTIONS, Finding, Lesson, SEVERITIES } from './lesson';
import { Model } from '../template';

/** A finding, and the lesson that it breaks. */
export interface AuditFinding extends Finding {
  readonly lesson: Lesson;
}

/** What the lessons find, the worst first. A lesson that a strange template breaks is a note of the model, and the others go on. */
export function audit(model: Model, lessons: readonly Lesson[], options: Partial<AuditOptions> = {}): AuditFinding[] {
  const all = { ...DEFAULT_OPTIONS, ...options };
  const findings = lessons.flatMap((lesson) => {
    try {
      return [...lesson.check(model, all)].map((finding): AuditFinding => ({ ...finding, lesson }));
    } catch (error) {
      model.notes.push({ file: model.stacks[0]?.source.file ?? '', message: `${lesson.id} could not be applied: ${(error as Error).message}` });
      return [];
    }
  });
  return findings.sort((a, b) => SEVERITIES.indexOf(a.lesson.severity) - SEVERITIES.indexOf(b.lesson.severity));
}
