const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /[^<&]+|&(?:amp|lt|gt|quot|#39);/y;

/** What keeps a text from being XML of the kind that we write; and ids that occur twice. */
export function problems(svg: string): string[] {
  const open: string[] = [];
  const ids = new Set<string>();
  const found: string[] = [];
  for (let at = 0; at < svg.length;) {
    const inStyle = open[open.length - 1] === 'style';
    TAG.lastIndex = TEXT.lastIndex = at;
    const tag = TAG.exec(svg);
    const text = tag ? undefined : inStyle ? /[^<]+/y.exec(svg.slice(at)) : TEXT.exec(svg);
    if (!tag && !text) return [...found, `at ${at}: ${svg.slice(at, at + 60)}`];
    at += (tag ?? text)![0].length;
    if (!tag) continue;
    const [, isEnd, name, attributes, isEmpty] = tag;
    for (const [, id] of attributes.matchAll(/\sid="([^"]*)"/g)) {
      if (ids.has(id)) found.push(`id ${id} twice`);
      ids.add(id);
    }
    const names = [...attributes.matchAll(/\s([\w:-]+)=/g)].map(([, one]) => one);
    if (new Set(names).size < names.length) found.push(`attribute twice: ${tag[0]}`);
    if (isEnd && open.pop() !== name) found.push(`</${name}> at ${at}`);
    if (!isEnd && !isEmpty) open.push(name);
  }
  return [...found, ...open.map((name) => `<${name}> not closed`)];
}
