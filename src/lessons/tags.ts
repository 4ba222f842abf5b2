import { mappings } from './query';
import { isMapping, once, Resource, Stack, Unknown, Value } from '../template';

/** Where types keep their tags. */
const TAGS = ['Tags', 'HostedZoneTags', 'HealthCheckTags', 'FileSystemTags', 'ResourceTags', 'UserPoolTags'];

/** `{ Environment: prod }`, whatever form the type takes. */
export const tagsOf = once((resource: Resource): Value | undefined => {
  const written = TAGS.map((name) => resource.get(name)).find((one) => one !== undefined);
  if (written === undefined || written instanceof Unknown || isMapping(written)) return written;
  return Object.fromEntries(mappings(written).flatMap(({ Key: key, Value: value }) => typeof key === 'string' ? [[key, value ?? null]] : []));
});

/** Key of a tag that says which environment it is. */
export const ENVIRONMENT_TAG = /^(env(ironment)?|stage)$/i;
/** Key of one that says what tells it from other environments of its kind. */
const SUFFIX_TAG = /^env(ironment)?[-_]?suffix$/i;

interface Said {
  readonly key: string;
  readonly value: string;
}

/** What the tags of a deployed stack, those nested in it included, say of its environment: as often as they say it. */
const said = once((root: Stack): readonly Said[] => root.together
  .flatMap(({ resources }) => [...resources.values()].flatMap((resource): Said[] => {
    const tags = tagsOf(resource);
    if (!isMapping(tags)) return [];
    return Object.entries(tags).flatMap(([key, value]) =>
      typeof value === 'string' && value.trim() !== '' && (ENVIRONMENT_TAG.test(key) || SUFFIX_TAG.test(key)) ? [{ key, value }] : []);
  })));

/** The environment by its tags, once for each tag. */
export const taggedEnvironments = (root: Stack): readonly string[] =>
  said(root).filter(({ key }) => ENVIRONMENT_TAG.test(key)).map(({ value }) => value);

/** The words that its tags say of its environment, each once: its kind, and its suffix. */
export const environmentWords = once((root: Stack): readonly string[] => [...new Set(said(root).map(({ value }) => value))]);
