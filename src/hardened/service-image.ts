import * as path from 'path';
import { Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecrAssets from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { IMAGE_URI, IMAGE_URI_WORDS, UriImage } from './image-uri';

/** The bundled service, shipped with the package. src/ and lib/ are equally deep. */
const SERVICE = path.join(__dirname, '..', '..', 'assets', 'nested-environments', 'service');

/** The processor that an image is built for. */
export enum ServiceArchitecture {
  /** Graviton. */
  ARM64 = 'ARM64',
  /** Intel and AMD. */
  X86_64 = 'X86_64',
}

/**
 * Container image of the service (NE-02). It listens on port 8080, answers `/health` and `/ready`, has `/app/health.js` and runs as any user
 * on a read-only file system; the bundled one shows how.
 */
export abstract class ServiceImage {
  /**
   * The bundled payment service, built at deployment by the CDK CLI (needs Docker) and kept in the bootstrap repository.
   *
   * @param architecture processor; ARM64 when not given
   */
  public static fromAsset(architecture?: ServiceArchitecture): ServiceImage {
    const target = architecture ?? ServiceArchitecture.ARM64;
    const platform = target === ServiceArchitecture.ARM64 ? ecrAssets.Platform.LINUX_ARM64 : ecrAssets.Platform.LINUX_AMD64;
    return new Image(target, () => ecs.ContainerImage.fromAsset(SERVICE, { platform }));
  }

  /**
   * An image in a private ECR repository of this Region.
   *
   * @param repository the repository
   * @param tagOrDigest an immutable tag, or a digest `sha256:...`; `latest` is refused
   * @param architecture processor that the image is built for; ARM64 when not given
   */
  public static fromEcr(repository: ecr.IRepository, tagOrDigest: string, architecture?: ServiceArchitecture): ServiceImage {
    if (!Token.isUnresolved(tagOrDigest) && !/^(sha256:[0-9a-f]{64}|(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/.test(tagOrDigest)) {
      throw new Error(`ServiceImage.fromEcr: tagOrDigest must be an image tag other than latest, or 'sha256:' and 64 hex digits, got '${tagOrDigest}'`);
    }
    return new Image(architecture ?? ServiceArchitecture.ARM64, () => ecs.ContainerImage.fromEcrRepository(repository, tagOrDigest));
  }

  /**
   * An image in a private ECR repository by its whole URI, which may be the parameter of a template; the repository may be in another account or
   * Region. The service may pull from that repository alone. Not in the Regions of China: use `fromEcr`.
   *
   * @param uri `<account>.dkr.ecr.<Region>.amazonaws.com/<repository>` with a tag other than latest, or with `@sha256:` and a digest
   * @param architecture processor that the image is built for; ARM64 when not given
   * @throws when the URI is known and is none of these
   */
  public static fromUri(uri: string, architecture?: ServiceArchitecture): ServiceImage {
    if (!Token.isUnresolved(uri) && !new RegExp(IMAGE_URI).test(uri)) {
      throw new Error(`ServiceImage.fromUri: uri must be ${IMAGE_URI_WORDS}, got '${uri}'`);
    }
    return new Image(architecture ?? ServiceArchitecture.ARM64, () => new UriImage(uri));
  }

  /**
   * An image in any registry that asks for no password.
   *
   * @param uri registry, name, and tag or digest; `latest` is refused
   * @param architecture processor that the image is built for; ARM64 when not given
   */
  public static fromRegistry(uri: string, architecture?: ServiceArchitecture): ServiceImage {
    if (!Token.isUnresolved(uri) && (!/^\S+?(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$/.test(uri) || uri.endsWith(':latest'))) {
      throw new Error(`ServiceImage.fromRegistry: uri must end with a tag other than latest, or with a digest, got '${uri}'`);
    }
    return new Image(architecture ?? ServiceArchitecture.ARM64, () => ecs.ContainerImage.fromRegistry(uri));
  }

  /** Processor that the image is built for. */
  public abstract readonly architecture: ServiceArchitecture;

  /** Called once by the environment. */
  public abstract bind(): ecs.ContainerImage;
}

class Image extends ServiceImage {
  constructor(public readonly architecture: ServiceArchitecture, private readonly make: () => ecs.ContainerImage) {
    super();
    const known = Object.values(ServiceArchitecture);
    if (!known.includes(architecture)) throw new Error(`ServiceImage: architecture must be ${known.join(' or ')}, got '${architecture}'`);
  }

  public bind(): ecs.ContainerImage {
    return this.make();
  }
}
