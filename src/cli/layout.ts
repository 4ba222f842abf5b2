/** A bundle of its own: the Eclipse Layout Kernel is larger than all the rest. */
/*! Contains elkjs (https://github.com/kieler/elkjs), under the Eclipse Public License 2.0. Its source code is there, and in the registry of npm. */
import { Worker } from 'elkjs/lib/elk-worker.min.js';
import type { Graph } from '../diagram/engine';

function ask(worker: Worker, data: object): object {
  let answer: object = {};
  worker.onmessage = (event) => {
    if (event.data.error) throw new Error(`elkjs: ${event.data.error.message}`);
    answer = event.data.data;
  };
  worker.dispatcher.saveDispatch({ data: { id: 0, ...data } });
  return answer;
}

/** Lays out with ELK's layered algorithm. */
export function layOut(graph: Graph): Graph {
  const worker = new Worker();
  ask(worker, { cmd: 'register', algorithms: ['layered'] });
  return ask(worker, { cmd: 'layout', graph, layoutOptions: {}, options: {} }) as Graph;
}
