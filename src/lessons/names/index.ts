import { nameWithoutEnvironment } from './name-without-environment';
import { Lesson } from '../lesson';

export const NAMES: readonly Lesson[] = [nameWithoutEnvironment];
