import { isFargateTask } from './hosts';
import { options, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { num } from '../query';

/** CPU units: least and most memory in MiB, and the step. */
const SIZES: Readonly<Record<number, readonly [number, number, number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
};
/** Larger sizes may come. */
const LARGEST = 16384;

/** `1 vCPU` and `2 GB` mean 1024 and 2048. */
function units(value: Value | undefined): number | undefined {
  const match = typeof value === 'string' ? /^\s*([\d.]+)\s*(vCPU|GB)\s*$/i.exec(value) : null;
  return match ? Number(match[1]) * 1024 : num(value);
}

const fits = (cpu: number, memory: number): boolean => {
  if (!(cpu in SIZES)) return cpu > LARGEST;
  const [least, most, step] = SIZES[cpu];
  // 256 CPU units go with 512, 1024 and 2048.
  return memory >= least && memory <= most && memory % step === 0 && !(cpu === 256 && memory === 1536);
};

export const fargateSize: Lesson = {
  id: 'FargateSize',
  title: 'CPU and memory of a Fargate task are a pair that Fargate offers',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ecs', 'invalid-property'],
  why: 'ECS refuses the task definition: no valid combination.',
  fix: 'For example 256 with 512 to 2048, 512 with 1024 to 4096, 1024 with 2048 to 8192.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html',
  flawed: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { RequiresCompatibilities: [FARGATE], NetworkMode: awsvpc, Cpu: '256', Memory: '4096' } }`,
  sound: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { RequiresCompatibilities: [FARGATE], NetworkMode: awsvpc, Cpu: '1024', Memory: 2 GB } }`,
  *check(model) {
    for (const task of model.resources('AWS::ECS::TaskDefinition').filter(isFargateTask)) {
      const missing = ['Cpu', 'Memory'].find((key) => task.get(key) === undefined);
      if (missing) {
        yield at(task, missing, `${missing} is missing`);
        continue;
      }
      const [cpus, memories] = ['Cpu', 'Memory'].map((key) => options(task.get(key)).map(units));
      if (memories.includes(undefined)) continue;
      const wrong = cpus.find((cpu) => cpu !== undefined && !memories.some((memory) => memory !== undefined && fits(cpu, memory)));
      if (wrong !== undefined) yield at(task, 'Memory', `Cpu ${wrong} with Memory ${memories.join(' or ')}`);
    }
  },
};
