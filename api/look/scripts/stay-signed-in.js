// Whoever works on a page stays signed in: the form in the foot is sent by itself, at most every ten minutes and only
// after a key or the pointer was used. Fetching prolongs nothing, and a page that lies open ends its session.
(() => {
  const form = document.getElementById('stay-signed-in');
  if (!(form instanceof HTMLFormElement)) return;
  const EVERY_MS = 600_000;
  let sentAt = Date.now();
  const send = () => {
    if (Date.now() - sentAt < EVERY_MS) return;
    sentAt = Date.now();
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined);
  };
  for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, send, { passive: true });
})();
