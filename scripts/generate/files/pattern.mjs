// Patterns of file contracts as JavaScript has them. Only what XML Schema, CSV on the Web and JavaScript read alike.

import { fail } from '../document.mjs';

/** Escapes that mean the same everywhere. */
const ESCAPES = new Set('.-\\|?*+(){}[]^tnr');

/** @returns the source of a JavaScript pattern, with the flag u, that matches a whole text; @throws ContractError */
export function jsPattern(pattern, where) {
  const no = (what) => fail(where, `the pattern ${pattern} has ${what}, which not every tool reads alike`);
  let source = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    const next = pattern[at + 1];
    if (character === '\\') {
      if (next === undefined || !ESCAPES.has(next)) no(`\\${next ?? ''}`);
      source += next === '-' && !inClass ? '-' : `\\${next}`;
      at += 1;
    } else if (inClass) {
      if (character === '[') no('a class within a class');
      if (character === ']') inClass = false;
      source += character;
    } else if (character === '[') {
      inClass = true;
      source += character;
    } else if (character === '(') {
      if (next === '?') no('a special group');
      source += '(?:';
    } else if ('.^$'.includes(character)) {
      no(character);
    } else {
      source += character;
    }
  }
  try {
    return new RegExp(`^(?:${source})$`, 'u').source;
  } catch {
    return fail(where, `the pattern ${pattern} is none`);
  }
}
