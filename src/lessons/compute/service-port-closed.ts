import { at, Lesson } from '../lesson';
import { incomingOf, mayPass } from '../network/topology';
import { mappings, num } from '../query';

const GROUPS = 'NetworkConfiguration.AwsvpcConfiguration.SecurityGroups';

export const servicePortClosed: Lesson = {
  id: 'ServicePortClosed',
  title: 'The security group of a service lets in the port of its container',
  severity: 'critical',
  facet: 'reliability',
  classes: ['sg-rules', 'ecs', 'health-check'],
  why: 'The health checks of the load balancer never arrive: every task is stopped as unhealthy, and the deployment fails.',
  fix: 'Add a rule for the ContainerPort, with SourceSecurityGroupId of the load balancer.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html',
  flawed: `
    Service:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: task
        LoadBalancers: [{ ContainerName: app, ContainerPort: 8080, TargetGroupArn: arn }]
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [one], SecurityGroups: [!Ref Group] } }
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties: { GroupDescription: Tasks, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 80, ToPort: 80, SourceSecurityGroupId: sg }] }`,
  sound: `
    Service:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: task
        LoadBalancers: [{ ContainerName: app, ContainerPort: 8080, TargetGroupArn: arn }]
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [one], SecurityGroups: [!Ref Group] } }
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties: { GroupDescription: Tasks, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: sg }] }`,
  *check(model) {
    for (const service of model.resources('AWS::ECS::Service')) {
      const incoming = incomingOf(model, service.get(GROUPS));
      if (!incoming) continue;
      for (const { ContainerPort: written } of mappings(service.get('LoadBalancers'))) {
        const port = num(written);
        if (port !== undefined && !incoming.some((rule) => mayPass(rule, port))) yield at(service, GROUPS, `No rule lets in port ${port}`, String(port));
      }
    }
  },
};
