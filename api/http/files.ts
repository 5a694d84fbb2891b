/** Files over HTTP, piece by piece in both directions: none is ever whole in memory. */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { told } from '../../store/patience';
import { isNoneMatch } from './entity-tag';
import { type IncomingFile, type OutgoingFile, Refused } from './route';
import { expectFile } from './server';

/** How long whoever was refused may go on sending before the line is cut. */
const DRAIN_MS = 10_000;

/** The body of a request as a file. Reads nothing yet. Throws `Refused` for a body that is packed. */
export function incomingFile(req: Request): IncomingFile {
  if ((req.get('content-encoding') ?? 'identity') !== 'identity') {
    throw new Refused({ code: 'UnsupportedMediaType', facts: { allowed: ['identity'] } });
  }
  expectFile(req);
  const length = req.get('content-length');
  return {
    content: contentOf(req),
    declaredBytes: length === undefined ? null : Number(length),
    declaredType: req.get('content-type') ?? null,
    disposition: req.get('content-disposition') ?? null,
  };
}

async function* contentOf(req: Request): AsyncIterable<Uint8Array> {
  try {
    // Whoever stops reading wants to answer: the connection has to live.
    for await (const piece of req.iterator({ destroyOnReturn: false })) yield piece as Uint8Array;
  } catch {
    throw new Refused({ code: 'UploadCut' });
  }
}

/** Takes the rest of a body and forgets it, for ten seconds at most. */
export function drain(req: Request): void {
  if (req.readableEnded || req.destroyed) return;
  const timer = setTimeout(() => req.destroy(), DRAIN_MS);
  req.once('close', () => clearTimeout(timer)).resume();
}

/**
 * Sends a file, or 304 to whoever has it. It is to be saved and nothing else: a browser neither guesses what it is nor
 * runs anything in it as a page of ours.
 */
export async function sendFile(file: OutgoingFile, req: Request, res: Response): Promise<void> {
  const { sha256, type, bytes, name, content } = file;
  const tag = `"${sha256}"`;
  res.set({ ETag: tag, 'Cache-Control': 'private, no-cache', Vary: 'Authorization', 'Accept-Ranges': 'none' });
  res.set({ 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': "default-src 'none'; sandbox" });
  if (isNoneMatch(req.get('if-none-match'), tag)) return void res.status(304).end();
  res.set({ 'Content-Type': type, 'Content-Length': String(bytes), 'Content-Disposition': dispositionOf(name) });
  if (req.method === 'HEAD') return void res.status(200).end();
  try {
    await pipeline(content, res.status(200));
  } catch (error) {
    // A reader who goes away in the middle is nobody's fault.
    if (told(error, 'code') !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** RFC 6266 with RFC 8187: a plain name for old programs, the real one for all others. Pure. */
export function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\w .()-]/g, '_');
  const real = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${real}`;
}
