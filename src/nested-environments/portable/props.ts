import { ServiceArchitecture } from '../../hardened';
import { EnvironmentComputeProps, EnvironmentDatabaseProps, EnvironmentIngressProps, EnvironmentNetworkProps, EnvironmentOperationsProps } from '../props';

/**
 * Props of `PortableEnvironment`: what is the same in every account. Certificate, image and suffix are parameters of the templates, and sizes
 * that are not given here are those of the environment (NE-03).
 */
export interface PortableEnvironmentProps {
  /**
   * The load balancer's entry. Only `webApplicationFirewall` can be given: the certificate is a parameter, a domain belongs to one environment.
   * @default - a web ACL before the load balancer
   */
  readonly ingress?: EnvironmentIngressProps;
  /**
   * VPC and subnets. Neither `vpc`, which is in one account, nor `cidr`: give `synthesis.cidrs`.
   * @default - see `EnvironmentNetworkProps`
   */
  readonly network?: EnvironmentNetworkProps;
  /**
   * The service. Not `image`: it is a parameter.
   * @default - see `EnvironmentComputeProps`
   */
  readonly compute?: EnvironmentComputeProps;
  /**
   * Aurora PostgreSQL.
   * @default - see `EnvironmentDatabaseProps`
   */
  readonly database?: EnvironmentDatabaseProps;
  /**
   * Names, tags, alarms, logs. Not `alarmTopic`, which is in one account.
   * @default - see `EnvironmentOperationsProps`
   */
  readonly operations?: EnvironmentOperationsProps;
  /**
   * How the templates are made.
   * @default - see `PortableSynthesisProps`
   */
  readonly synthesis?: PortableSynthesisProps;
}

/** How portable templates are made. */
export interface PortableSynthesisProps {
  /**
   * Range of the VPC by environment type (`dev`, `staging`, `prod`), from /16 to /22. They must not overlap.
   * @default - 10.0.0.0/16 in dev, 10.1.0.0/16 in staging, 10.2.0.0/16 in prod
   */
  readonly cidrs?: Record<string, string>;
  /**
   * Processor that the images are built for.
   * @default ServiceArchitecture.ARM64
   */
  readonly architecture?: ServiceArchitecture;
  /**
   * Begins the names of the files: letters, digits, dots and hyphens.
   * @default - none: `master.template.json` and so on
   */
  readonly filePrefix?: string;
  /**
   * Feature flags of the CDK, as `context` in cdk.json has them.
   * @default - those of cdk.json when the CDK's command runs the program; else the CDK's defaults
   */
  readonly context?: Record<string, any>;
}
