import { keyPolicyOpen } from './key-policy-open';
import { keyPolicyService } from './key-policy-service';
import { keyPolicyWithoutAdmin } from './key-policy-without-admin';
import { keyRotation } from './key-rotation';
import { keyRotationRefused } from './key-rotation-refused';
import { keyServiceUnbound } from './key-service-unbound';
import { Lesson } from '../lesson';

export const KEYS: readonly Lesson[] = [
  keyPolicyOpen, keyPolicyService, keyPolicyWithoutAdmin, keyRotationRefused, keyRotation, keyServiceUnbound,
];
