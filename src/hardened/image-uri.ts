import { Aws, Fn, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';

/** What `ServiceImage.fromUri` and the parameter `ContainerImage` accept. `latest` is refused: the next task would run something else. */
export const IMAGE_URI = '^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/[a-z0-9][a-z0-9._/-]*(:(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$';
/** The pattern in words. */
export const IMAGE_URI_WORDS = '<account>.dkr.ecr.<Region>.amazonaws.com/<repository> with a tag other than latest, or with @sha256: and a digest';

/** An image of a private repository by its whole URI; the pull is granted on that repository alone. */
export class UriImage extends ecs.ContainerImage {
  constructor(private readonly uri: string) {
    super();
  }

  /** Called by ECS. */
  public bind(scope: Construct, container: ecs.ContainerDefinition): ecs.ContainerImageConfig {
    const { account, region, name } = partsOf(this.uri);
    const repository = ecr.Repository.fromRepositoryAttributes(scope, 'ImageRepository', {
      repositoryName: name, repositoryArn: `arn:${Aws.PARTITION}:ecr:${region}:${account}:repository/${name}`,
    });
    repository.grantPull(container.taskDefinition.obtainExecutionRole());
    return { imageName: this.uri };
  }
}

/** Works on tokens too: `Fn::Split` takes a URI apart at deployment. */
function partsOf(uri: string) {
  const cut = (text: string, separator: string, at: number) =>
    Token.isUnresolved(text) ? Fn.select(at, Fn.split(separator, text)) : text.split(separator)[at];
  const tagged = cut(uri, '.amazonaws.com/', 1);
  return { account: cut(uri, '.', 0), region: cut(uri, '.', 3), name: cut(cut(tagged, ':', 0), '@', 0) };
}
