/** A part that cannot be brought up: what is missing, what was tried, which variable replaces it. */
export class PartMissing extends Error {
  constructor(part: string, tried: readonly string[], instead: string) {
    super([`${part} is missing.`, ...tried.map((each) => `  tried: ${each}`), `  instead: ${instead}`].join('\n'));
    this.name = 'PartMissing';
  }
}
