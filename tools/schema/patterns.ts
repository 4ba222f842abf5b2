const UNITS = ['a', '0', 'a-', 'a.', '/a', ' ', 'A_'];
const LENGTHS = [8, 12, 16, 20, 24, 28];
const SLOW = 30;
const TRIES = 6;
/** Written for Java or Python: plain JavaScript reads something else in it. */
const FOREIGN = /\\[pP]\{|\\[AZzhHQE]|\[\[:|&&\[|[+*?}]\+|\(\?[a-z]+[):]|\(\?[<>]/;

function compiled(pattern: string): RegExp | undefined {
  const insensitive = pattern.startsWith('(?i)');
  const body = insensitive ? pattern.slice(4) : pattern;
  for (const flags of ['u', '']) {
    if (!flags && FOREIGN.test(body)) return undefined;
    try {
      return new RegExp(body, insensitive ? `${flags}i` : flags);
    } catch {
      // the next flags
    }
  }
  return undefined;
}

/** Whether strings exist that make its backtracking explode; lengths grow slowly, that the trial itself ends. */
function isSlow(regExp: RegExp): boolean {
  return LENGTHS.some((length) => UNITS.some((unit) => {
    const text = `${unit.repeat(length).slice(0, length)}\u0000`;
    // A busy machine may be slow once, a bad pattern always is.
    return Array.from({ length: TRIES }).every(() => {
      const start = performance.now();
      regExp.test(text);
      return performance.now() - start > SLOW;
    });
  }));
}

/** A pattern that JavaScript reads as meant, and fast; undefined when there is none, or it accepts everything. */
export function safePattern(pattern: string): string | undefined {
  const moved = pattern.includes('(?i)') ? `(?i)${pattern.replaceAll('(?i)', '')}` : pattern;
  if (/^\^?\(?(\.|\[\\s\\S\]|\[\^\])\*\)?\$?$/.test(moved) || /[+*?}]\+/.test(moved)) return undefined;
  const regExp = compiled(moved);
  return regExp && !isSlow(regExp) ? moved : undefined;
}
