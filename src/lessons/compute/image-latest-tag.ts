import { containers } from './hosts';
import { Reference, show, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

/** Without a tag, or with the one that moves. */
function moves(image: Value | undefined): boolean {
  if (image instanceof Reference) return image.attribute === 'RepositoryUri';
  if (typeof image !== 'string' && !(image instanceof Text)) return false;
  if (image instanceof Text && typeof image.parts[image.parts.length - 1] !== 'string') return moves(image.parts[image.parts.length - 1]) && image.parts.length === 1;
  const last = show(image).replace(/^.*\//s, '');
  return /:latest$/.test(last) || (!/[:@]/.test(last) && !last.includes('}') && last !== '');
}

export const imageLatestTag: Lesson = {
  id: 'ImageLatestTag',
  title: 'A container image is named by a version or a digest',
  severity: 'medium',
  facet: 'operations',
  classes: ['ecs', 'placeholder'],
  why: 'With latest the next task runs whatever was pushed since: two tasks of one service differ, and a rollback brings nothing back.',
  fix: 'Name the tag of the build or the digest, as a parameter.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html',
  pci: ['6.5.1'],
  flawed: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:latest' }] } }`,
  sound: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3' }] } }`,
  *check(model) {
    for (const { task, body, name, path } of containers(model)) {
      if (possibly(body.Image, moves)) yield at(task, `${path}.Image`, `Image is ${show(body.Image)}`, name);
    }
  },
};
