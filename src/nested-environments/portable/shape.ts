import { PortableEnvironmentProps, PortableSynthesisProps } from './props';
import { ServiceArchitecture } from '../../hardened';
import { group, OBJECT, oneOf, Shape, TEXT, TEXTS_BY_NAME } from '../../hardened/shape';
import { GROUPS } from '../shape';

/** The kind of every prop. */
export const SHAPE: Shape<PortableEnvironmentProps> = {
  ...GROUPS,
  synthesis: group<PortableSynthesisProps>({ cidrs: TEXTS_BY_NAME, architecture: oneOf(ServiceArchitecture), filePrefix: TEXT, context: OBJECT }),
};
