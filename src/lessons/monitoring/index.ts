import { alarmActionInvalid } from './alarm-action-invalid';
import { alarmConfig } from './alarm-config';
import { alarmDimensionValue } from './alarm-dimension-value';
import { alarmMetric } from './alarm-metric';
import { alarmMissing } from './alarm-missing';
import { alarmMissingData } from './alarm-missing-data';
import { alarmNeverChanges } from './alarm-never-changes';
import { alarmUnfed } from './alarm-unfed';
import { alarmWithoutAction } from './alarm-without-action';
import { compositeAlarmRule } from './composite-alarm-rule';
import { dashboardBody } from './dashboard-body';
import { dashboardMetric } from './dashboard-metric';
import { dlqWithoutAlarm } from './dlq-without-alarm';
import { logGroupUnencrypted } from './log-group-unencrypted';
import { logRetention } from './log-retention';
import { metricFilter } from './metric-filter';
import { Lesson } from '../lesson';

export const MONITORING: readonly Lesson[] = [
  alarmConfig, alarmActionInvalid, alarmMetric, alarmDimensionValue, alarmUnfed, alarmNeverChanges, alarmMissingData,
  alarmWithoutAction, alarmMissing,
  dlqWithoutAlarm, compositeAlarmRule, metricFilter, dashboardBody, dashboardMetric, logRetention, logGroupUnencrypted,
];
