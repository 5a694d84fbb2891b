/** What a form sent, as names and texts. */
export type Fields = Readonly<Record<string, string>>;

/** The fields of a parsed body. One sent twice counts as sent once, with its first value: no form of ours does that. Pure. */
export function fieldsOf(body: unknown): Fields {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return typeof first === 'string' ? [[name, first]] : [];
    }),
  );
}

/** One text of a form: forms send Windows line ends, people leave blanks around. Pure. */
export const textOf = (fields: Fields, name: string): string => (fields[name] ?? '').replaceAll('\r\n', '\n').trim();
