import { iamWildcardAction } from './iam-wildcard-action';
import { Lesson } from '../lesson';

export const IAM: readonly Lesson[] = [iamWildcardAction];
