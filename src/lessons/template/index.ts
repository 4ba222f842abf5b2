import { circularDependency } from './circular-dependency';
import { closedService } from './closed-service';
import { conditionalReference } from './conditional-reference';
import { danglingReference } from './dangling-reference';
import { duplicateExport } from './duplicate-export';
import { functionMisuse } from './function-misuse';
import { hardCodedAccount } from './hard-coded-account';
import { hardCodedRegion } from './hard-coded-region';
import { interfaceMetadata } from './interface-metadata';
import { jsonMalformed } from './json-malformed';
import { limitsExceeded } from './limits-exceeded';
import { malformedArn } from './malformed-arn';
import { malformedResource } from './malformed-resource';
import { mappingKeyMissing } from './mapping-key-missing';
import { missingProperty } from './missing-property';
import { missingTags } from './missing-tags';
import { needlessFunction } from './needless-function';
import { nestedParameter } from './nested-parameter';
import { nestedTemplateMissing } from './nested-template-missing';
import { outputIncomplete } from './output-incomplete';
import { outputWithoutDescription } from './output-without-description';
import { outputsMissing } from './outputs-missing';
import { placeholder } from './placeholder';
import { readOnlyProperty } from './read-only-property';
import { redundantDependsOn } from './redundant-depends-on';
import { retiredService } from './retired-service';
import { unknownAttribute } from './unknown-attribute';
import { unknownProperty } from './unknown-property';
import { unknownType } from './unknown-type';
import { valueNotAllowed } from './value-not-allowed';
import { valueOutOfRange } from './value-out-of-range';
import { wrongPropertyType } from './wrong-property-type';
import { Lesson } from '../lesson';

export const TEMPLATE: readonly Lesson[] = [
  circularDependency, closedService, conditionalReference, danglingReference, duplicateExport, functionMisuse, hardCodedAccount,
  hardCodedRegion, interfaceMetadata, jsonMalformed, limitsExceeded, malformedArn, malformedResource, mappingKeyMissing, missingProperty,
  missingTags, needlessFunction, nestedParameter, nestedTemplateMissing, outputIncomplete, outputWithoutDescription, outputsMissing,
  placeholder, readOnlyProperty, redundantDependsOn, retiredService, unknownAttribute, unknownProperty, unknownType, valueNotAllowed,
  valueOutOfRange, wrongPropertyType,
];
