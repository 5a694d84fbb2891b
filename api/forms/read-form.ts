/** Reads the body of a form into `req.body`. */
import express, { type Request, type Response } from 'express';
import { Refused } from '../http/route';

const read = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 50 });

/** Resolves when the form is read; rejects with `Refused` where the sender wrote none that can be read. */
export const readForm = (req: Request, res: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    read(req, res, (error?: unknown) => (error ? reject(unreadable(error)) : resolve()));
  });

/** What the reader of forms stumbled over is the sender's doing, except where the connection broke. */
function unreadable(error: unknown): unknown {
  const { status } = error as { status?: unknown };
  if (status === 413) return new Refused({ code: 'TooLarge' });
  if (status === 415) return new Refused({ code: 'UnsupportedMediaType' });
  return status === 400 ? new Refused({ code: 'ValidationFailed' }) : error;
}
