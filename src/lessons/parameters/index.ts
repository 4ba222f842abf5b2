import { conditionUnused } from './condition-unused';
import { mappingUnused } from './mapping-unused';
import { parameterDefaultNotAllowed } from './parameter-default-not-allowed';
import { parameterDefaultPlaceholder } from './parameter-default-placeholder';
import { parameterTypeLoose } from './parameter-type-loose';
import { parameterUnconstrained } from './parameter-unconstrained';
import { parameterUnused } from './parameter-unused';
import { parameterWithoutDefault } from './parameter-without-default';
import { parameterWithoutDescription } from './parameter-without-description';
import { suffixTooNarrow } from './suffix-too-narrow';
import { Lesson } from '../lesson';

export const PARAMETERS: readonly Lesson[] = [
  conditionUnused, mappingUnused, parameterDefaultNotAllowed, parameterDefaultPlaceholder, parameterTypeLoose, parameterUnconstrained,
  parameterUnused, parameterWithoutDefault, parameterWithoutDescription, suffixTooNarrow,
];
