// Takes the token out of the address (a fragment never reaches a server or a Referer), clears it from the
// address bar and the history, and sends it in the body. It opens a reading session and decides nothing.
(() => {
  const token = location.hash.slice(1);
  const form = document.getElementById('open-link');
  if (!/^[A-Za-z0-9_-]{16,200}$/.test(token) || !(form instanceof HTMLFormElement)) return;
  history.replaceState(null, '', location.pathname + location.search);
  form.elements.namedItem('token').value = token;
  document.getElementById('opening').hidden = false;
  form.submit();
})();
