import type { QueryConfig } from 'pg';

type Values = Readonly<Record<string, unknown>>;

/**
 * A statement that each connection prepares once, with its places named (`@version`) instead of numbered: with thirty
 * of them a number says nothing. Throws where a place is given no value.
 */
export function prepared(name: string, sql: string): (values: Values) => QueryConfig {
  const places: string[] = [];
  const text = sql.replaceAll(/@(\w+)/g, (_, place: string) => {
    if (!places.includes(place)) places.push(place);
    return `$${places.indexOf(place) + 1}`;
  });
  return (values) => ({
    name,
    text,
    values: places.map((place) => {
      const value = values[place];
      if (value === undefined) throw new Error(`The statement ${name} was given nothing for ${place}`);
      return value;
    }),
  });
}
