import { unexpected } from './faults';
import { Streams } from './streams';
import { TemplateError } from '../template';

/** The result, or what went wrong in one line that names the path. */
export function attempt<Result extends object>(path: string, streams: Streams, what: () => Result): Result | string {
  try {
    return what();
  } catch (error) {
    return error instanceof TemplateError ? error.message : `${path}: ${unexpected(error, streams)}`;
  }
}
