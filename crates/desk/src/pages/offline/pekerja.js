// Keeps the pages beside it and what they look like, so that they open without a signal. The network comes first; a
// page is kept for a week, never another path, never an answer that was no page of ours. Signing out, or the button, clears it all.
// `/kerja/luring/` for officers, `/luring/` for residents: neither sees the other's pages.
const HOME = new URL('./', self.location).pathname;
const SHELF = `luring-1${HOME}`;
const WEEK = 7 * 86400e3;
const SLOW = 6000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

const kept = async (request) => {
  const shelf = await caches.open(SHELF);
  const found = await shelf.match(request, { ignoreVary: true, ignoreSearch: true });
  if (!found) return null;
  const age = Date.now() - Date.parse(found.headers.get('x-luring') || '');
  if (age < WEEK) return found;
  await shelf.delete(request);
  return null;
};
const keep = async (request, answer) => {
  const headers = new Headers(answer.headers);
  headers.set('x-luring', new Date().toUTCString());
  headers.delete('content-encoding');
  const body = await answer.clone().arrayBuffer();
  await (await caches.open(SHELF)).put(request, new Response(body, { status: 200, headers }));
};
const page = async (request) => {
  try {
    const waited = new Promise((_, bad) => setTimeout(() => bad(new Error('slow')), SLOW));
    const answer = await Promise.race([fetch(request), waited]);
    if (answer.ok && answer.type === 'basic' && !answer.redirected) await keep(request, answer);
    return answer;
  } catch (error) {
    return await kept(request) || (request.mode === 'navigate' && await kept(`${HOME}daftar`)) || fetch(request);
  }
};
const asset = async (request) => {
  const found = await kept(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await keep(request, answer);
  return answer;
};

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin || pathname.endsWith('/pekerja.js')) return;
  if (pathname.startsWith(HOME)) event.respondWith(page(event.request));
  else if (pathname.startsWith('/aset/')) event.respondWith(asset(event.request));
});
