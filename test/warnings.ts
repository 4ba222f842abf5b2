import { IConstruct } from 'constructs';

/** Warnings of a construct and of what is in it, without a synthesis. */
export const warningsOf = (scope: IConstruct): string[] => scope.node.findAll().flatMap(({ node: { metadata } }) =>
  metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data)));
