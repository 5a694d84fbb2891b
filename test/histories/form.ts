/**
 * How a history is kept: as JSON that can be read and compared, in which bytes are `{"$bytes": base64}` and 64-bit
 * numbers plain ones. (The SDK's own form needs one single copy of protobufjs, which no lock file promises.)
 */
import type { History } from '@temporalio/common/lib/proto-utils';

/** The text of a history, less the names of the machines that it was recorded on. */
export const writeHistory = (history: History): string => `${JSON.stringify(plain(history), null, 1)}\n`;

/** Field by field, since messages bring a `toJSON` of their own that turns numbers and bytes into text. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (isLong(value)) return value.toNumber();
  const fields = Object.entries(value).map(([key, field]) => [key, key === 'identity' ? 'recorded' : plain(field)]);
  return Object.fromEntries(fields);
}

/** A history from its text. */
export const readHistory = (text: string): History =>
  JSON.parse(text, (_key, value: unknown) =>
    isObject(value) && typeof value.$bytes === 'string' ? Buffer.from(value.$bytes, 'base64') : value,
  ) as History;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isLong = (value: object): value is { toNumber(): number } =>
  'toNumber' in value && typeof value.toNumber === 'function';
