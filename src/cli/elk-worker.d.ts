declare module 'elkjs/lib/elk-worker.min.js' {
  /** What elkjs gives where there are no threads. It answers at once; its own interface would make a promise of that. */
  export class Worker {
    public readonly dispatcher: { saveDispatch(event: { readonly data: object }): void };
    public onmessage: (event: { readonly data: { readonly data: object; readonly error?: { readonly message: string } } }) => void;
  }
}
