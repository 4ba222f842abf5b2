import * as path from 'path';
import { Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecrAssets from 'aws-cdk-lib/aws-ecr-assets';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The bundled handlers, shipped with the package. src/ and lib/ are equally deep. */
const ASSETS = path.join(__dirname, '..', '..', 'assets');

/** What a Lambda function needs to know of its code. */
export interface HandlerCodeConfig {
  /** The code. */
  readonly code: lambda.Code;
  /** Entry point. */
  readonly handler: string;
  /** Runtime. */
  readonly runtime: lambda.Runtime;
}

/** Where the code of the handlers comes from (WH-04). */
export abstract class HandlerCode {
  /** The zip that ships with this package. Needs neither Docker nor esbuild. */
  public static bundled(): HandlerCode {
    return new BundledCode();
  }

  /**
   * One image in a private ECR repository for all handlers; see `HandlerCode.fromDockerfile` for its layout.
   *
   * @param repository repository in the account and Region of the functions
   * @param tagOrDigest an immutable tag, or a digest `sha256:...`
   */
  public static fromEcr(repository: ecr.IRepository, tagOrDigest: string): HandlerCode {
    const known = !Token.isUnresolved(tagOrDigest);
    if (known && !/^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/.test(tagOrDigest)) {
      throw new Error(`HandlerCode.fromEcr: tagOrDigest must be an image tag or 'sha256:' and 64 hex digits, got '${tagOrDigest}'`);
    }
    return new EcrCode(repository, tagOrDigest);
  }

  /**
   * An image built at deployment by the CDK CLI (needs Docker) and kept in the bootstrap repository.
   *
   * The image holds `<handler>/index.js` below `LAMBDA_TASK_ROOT`; each function sets its own command.
   *
   * @param directory folder with the Dockerfile; the handlers of this package on the AWS base image when not given
   */
  public static fromDockerfile(directory?: string): HandlerCode {
    return new DockerfileCode(directory ?? ASSETS);
  }

  /**
   * Called by each function.
   * @param handler path of the handler below the assets, for example `webhook-pipeline/handlers/validator`
   */
  public abstract bind(handler: string): HandlerCodeConfig;
}

class BundledCode extends HandlerCode {
  public bind(handler: string): HandlerCodeConfig {
    return { code: lambda.Code.fromAsset(path.join(ASSETS, handler)), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X };
  }
}

class EcrCode extends HandlerCode {
  constructor(private readonly repository: ecr.IRepository, private readonly tagOrDigest: string) {
    super();
  }

  public bind(handler: string): HandlerCodeConfig {
    return image(lambda.Code.fromEcrImage(this.repository, { tagOrDigest: this.tagOrDigest, cmd: [`${handler}/index.handler`] }));
  }
}

class DockerfileCode extends HandlerCode {
  constructor(private readonly directory: string) {
    super();
  }

  public bind(handler: string): HandlerCodeConfig {
    return image(lambda.Code.fromAssetImage(this.directory, { platform: ecrAssets.Platform.LINUX_ARM64, cmd: [`${handler}/index.handler`] }));
  }
}

function image(code: lambda.Code): HandlerCodeConfig {
  return { code, handler: lambda.Handler.FROM_IMAGE, runtime: lambda.Runtime.FROM_IMAGE };
}
