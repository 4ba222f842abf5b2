import { at, Lesson } from '../lesson';

/** Curated images that AWS no longer maintains. */
const OLD = new RegExp('^aws/codebuild/(standard:[1-4]\\.0|amazonlinux2-x86_64-standard:[1-3]\\.0|amazonlinux2-aarch64-standard:[12]\\.0|amazonlinux-x86_64-standard:[1-4]\\.0'
  + '|(ubuntu-base|nodejs|python|java|golang|docker|ruby|php|dot-net|android-java-\\d+|eb-.*):.*)');

export const buildImageOld: Lesson = {
  id: 'BuildImageOld',
  title: 'A build runs on an image that is maintained',
  severity: 'medium',
  facet: 'operations',
  classes: ['cicd', 'engine-version'],
  why: 'The image gets no patches, lacks the current runtimes, and starts slowly, as it is no longer cached.',
  fix: 'Use aws/codebuild/amazonlinux-x86_64-standard:5.0 or aws/codebuild/standard:7.0.',
  source: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html',
  pci: ['6.3.3'],
  flawed: `
    Project: { Type: AWS::CodeBuild::Project, Properties: { Environment: { Image: 'aws/codebuild/standard:4.0' } } }`,
  sound: `
    Project: { Type: AWS::CodeBuild::Project, Properties: { Environment: { Image: 'aws/codebuild/standard:7.0' } } }`,
  *check(model) {
    for (const project of model.resources('AWS::CodeBuild::Project')) {
      const image = project.get('Environment.Image');
      if (typeof image === 'string' && OLD.test(image)) yield at(project, 'Environment.Image', `${image} is no longer maintained`);
    }
  },
};
