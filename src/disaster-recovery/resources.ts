import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as arcregionswitch from 'aws-cdk-lib/aws-arcregionswitch';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as fis from 'aws-cdk-lib/aws-fis';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Monitoring } from '../hardened';

/** What one Region has. */
export interface RegionResources {
  /** Its stack. */
  readonly stack: Stack;
  /** The API. */
  readonly api: apigateway.RestApi;
  /** Where it answers, without a slash at its end. */
  readonly apiUrl: string;
  /** Checks tokens, unless you brought an authorization. */
  readonly authorizer?: lambda.Function;
  /** Accepts payments. */
  readonly paymentFunction: lambda.Function;
  /** Tries failed payments again. */
  readonly redriveFunction: lambda.Function;
  /** Proves that the table replicates. */
  readonly heartbeatFunction: lambda.Function;
  /** Payments that could not be written. */
  readonly failedPaymentsQueue: sqs.Queue;
  /** Payments that failed for good. */
  readonly deadLetterQueue: sqs.Queue;
  /** Heartbeats that failed. */
  readonly heartbeatFailureQueue: sqs.Queue;
  /** The global table, in the primary. */
  readonly table?: dynamodb.TableV2;
  /** The clients' token, in the primary. */
  readonly token?: secretsmanager.Secret;
  /** Key of all data. */
  readonly encryptionKey: kms.Key;
  /** Archive of logs. */
  readonly logBucket: s3.Bucket;
  /** Access logs of the buckets. */
  readonly accessLogBucket: s3.Bucket;
  /** Copies the archive to the other Region, where it is copied. */
  readonly replicationRole?: iam.Role;
  /** Alarms and dashboard. */
  readonly monitoring: Monitoring;
  /** Where alarms go. */
  readonly alarmTopic: sns.ITopic;
  /** Rings when the Region is impaired. */
  readonly impairedAlarm: cloudwatch.CompositeAlarm;
  /** What others need of both Regions. */
  readonly parameters: ssm.StringParameter[];
  /** With `exercises.pauseReplication`. */
  readonly experimentTemplate?: fis.CfnExperimentTemplate;
  /** Custom domain of the failover name, with `domain`. */
  readonly failoverDomain?: apigateway.DomainName;
  /** Custom domain of the Region's own name, with `domain`. */
  readonly regionalDomain?: apigateway.DomainName;
}

/** The name that fails over. */
export interface FailoverResources {
  /** Its stack, in us-east-1. */
  readonly stack: Stack;
  /** The zone, when it is made. */
  readonly hostedZone?: route53.PublicHostedZone;
  /** Asks the primary Region. */
  readonly primaryHealthCheck: route53.CfnHealthCheck;
  /** Asks the secondary Region. */
  readonly secondaryHealthCheck: route53.CfnHealthCheck;
  /** Key of the alarm topic. */
  readonly encryptionKey: kms.Key;
  /** Alarms and dashboard. */
  readonly monitoring: Monitoring;
  /** Where alarms go. */
  readonly alarmTopic: sns.ITopic;
  /** Rings when no Region takes payments. */
  readonly bothDownAlarm: cloudwatch.CompositeAlarm;
  /** With `exercises.regionSwitch`. */
  readonly regionSwitchPlan?: arcregionswitch.CfnPlan;
}
