import { measureLoad } from '../bench/load';
console.log(measureLoad().map((m: any) => `${m.what}: ${m.figure} ${m.limit ? JSON.stringify(m.limit) : ''}`).join('\n'));
