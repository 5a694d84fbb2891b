/**
 * Sends one delivery, once for each key: claimed, written, asked again, handed to the relay.
 *
 * 1. Who does not get the claim does nothing: two workers never send one mail at the same time.
 * 2. Just before the relay gets it the case is asked once more; what was overtaken meanwhile is not sent.
 * 3. Between the relay's 250 and the row that says so a worker may die: the mail then goes out a second time, under
 *    the same Message-ID and with the same link and code.
 * 4. Giving up ends in a named state with its reason: `dead`.
 */
import type { Logger } from 'pino';
import { isOpen } from '../../domain/proposal/state';
import type { Catalogue } from '../../store/catalogue';
import type { Claimed, Deliveries } from '../../store/deliveries';
import { type Composed, type ComposeParts, composeMail } from './compose';
import { giveBack, refused, type SendOutcome } from './given-back';
import { CannotBeWritten } from './material';
import type { Relay } from './relay';
import { renderMail } from './render';
import type { MailHeaders } from './thread';
import type { RenderedMail } from './view';
import { overtakenBy } from './wanted';

export type SenderParts = ComposeParts &
  Readonly<{
    deliveries: Deliveries;
    catalogue: Pick<Catalogue, 'ensure'>;
    threads(mail: Readonly<{ id: string; proposal: string; side: string }>): MailHeaders;
    relay: Pick<Relay, 'send'>;
    log: Logger;
    /** Sends what is no mail of a case. */
    sendOther?: (id: string) => Promise<SendOutcome>;
  }>;

export const createSender =
  (parts: SenderParts) =>
  async (id: string): Promise<SendOutcome> => {
    const claimed = await parts.deliveries.claim(id);
    if (!claimed) return parts.sendOther?.(id) ?? 'done';
    const mail = await written(parts, claimed);
    return mail ? sendIfWanted(parts, claimed, mail) : 'done';
  };

/** While a side holds the case no mail of it goes out; what was queued before waits for the end of the hold. */
const isHeld = ({ state }: Pick<Claimed, 'state'>): boolean => isOpen(state) && state.paused !== null;
const WHILE_HELD_MS = 60_000;

type Written = RenderedMail & Readonly<{ to: string }>;

/** The mail in its reader's language; null where there is none to send, which the row then says. */
async function written(parts: SenderParts, claimed: Claimed): Promise<Written | null> {
  const { deliveries, log } = parts;
  try {
    const snapshot = await parts.catalogue.ensure(claimed.catalogue);
    if (isHeld(claimed)) {
      await deliveries.postpone(claimed, WHILE_HELD_MS);
      return null;
    }
    const overtaken = overtakenBy(claimed, { ...claimed, snapshot });
    if (overtaken) {
      await deliveries.overtaken(claimed, overtaken);
      return null;
    }
    const composed = await composeMail(parts, claimed, snapshot);
    return { ...render(composed), to: composed.address };
  } catch (error) {
    if (error instanceof CannotBeWritten) await deliveries.dead(claimed, error.message);
    else await giveBack(parts, claimed, 'the mail could not be written');
    log.error({ err: error, delivery: claimed.id, kind: claimed.kind }, 'a mail could not be written');
    return null;
  }
}

/** One call for each kind, so that the compiler sees which facts go with which template. */
function render(mail: Composed): RenderedMail {
  switch (mail.kind) {
    case 'request':
      return renderMail(mail.kind, mail.language, mail.data);
    case 'reminder':
      return renderMail(mail.kind, mail.language, mail.data);
    case 'receipt':
      return renderMail(mail.kind, mail.language, mail.data);
    case 'outcome':
      return renderMail(mail.kind, mail.language, mail.data);
    case 'fresh':
      return renderMail(mail.kind, mail.language, mail.data);
    case 'stopped':
      return renderMail(mail.kind, mail.language, mail.data);
    case 'notice':
      return renderMail(mail.kind, mail.language, mail.data);
  }
}

async function sendIfWanted(parts: SenderParts, claimed: Claimed, mail: Written): Promise<SendOutcome> {
  const { deliveries, catalogue, relay, threads, log } = parts;
  const present = await deliveries.recheck(claimed);
  if (!present) return 'done';
  const held = { ...claimed, ...present };
  if (isHeld(held)) {
    await deliveries.postpone(held, WHILE_HELD_MS);
    return 'done';
  }
  const overtaken = overtakenBy(held, { ...held, snapshot: await catalogue.ensure(present.catalogue) });
  if (overtaken) {
    await deliveries.overtaken(held, overtaken);
    return 'done';
  }
  const headers = threads(held);
  const result = await relay.send({ ...headers, ...mail });
  if (!result.sent) return refused(parts, held, result);
  await deliveries.sent(held, headers.messageId);
  log.info({ delivery: held.id, kind: held.kind, proposal: held.proposal, side: held.side }, 'mail sent');
  return 'done';
}
