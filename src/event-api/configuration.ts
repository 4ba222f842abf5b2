import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { EventPlatform } from './platform';
import { Settings } from './settings';

/** What fits into a parameter of the standard tier. */
export const PARAMETER_LIMIT = 4096;

/** What the functions share, as `sharedConfigurationSchema` of the handlers reads it. */
export function configurationOf(settings: Settings, tableName: string, eventBusName: string): Record<string, unknown> {
  const { sources, highValue, fees, auditShards, rememberFor } = settings;
  return { tableName, eventBusName, sources, highValue, fees, auditShards, rememberSeconds: rememberFor.toSeconds() };
}

/** The configuration that the functions share (EV-08): a change of the parameter holds within five minutes, without a deployment. */
export function addConfiguration(scope: Construct, platform: EventPlatform, table: dynamodb.ITable, bus: events.IEventBus): ssm.StringParameter {
  return addParameter(scope, platform, 'configuration', Stack.of(scope).toJsonString(configurationOf(platform.settings, table.tableName, bus.eventBusName)),
    'Shared by ingest-fn, process-fn and store-fn');
}

/** A parameter of Systems Manager. */
export function addParameter(scope: Construct, platform: EventPlatform, name: string, stringValue: string, description: string): ssm.StringParameter {
  return new ssm.StringParameter(scope, `Parameter-${name}`, { parameterName: platform.parameterName(name), stringValue, description: `Payment events: ${description}` });
}
