import { duplicateName } from './duplicate-name';
import { environmentTagLiteral } from './environment-tag-literal';
import { exportWithoutEnvironment } from './export-without-environment';
import { hardCodedEnvironment } from './hard-coded-environment';
import { iamNameWithoutRegion } from './iam-name-without-region';
import { importWithoutEnvironment } from './import-without-environment';
import { labelHardCodesEnvironment } from './label-hard-codes-environment';
import { labelWithoutEnvironment } from './label-without-environment';
import { nameInvalid } from './name-invalid';
import { nameMayBeTooLong } from './name-may-be-too-long';
import { nameOnlyPerAccount } from './name-only-per-account';
import { nameTooLong } from './name-too-long';
import { nameWithoutEnvironment } from './name-without-environment';
import { Lesson } from '../lesson';

export const NAMES: readonly Lesson[] = [
  duplicateName, environmentTagLiteral, exportWithoutEnvironment, hardCodedEnvironment, iamNameWithoutRegion, importWithoutEnvironment,
  labelHardCodesEnvironment, labelWithoutEnvironment, nameInvalid, nameMayBeTooLong, nameOnlyPerAccount, nameTooLong, nameWithoutEnvironment,
];
