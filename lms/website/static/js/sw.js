// Keeps for the person who is signed in the lessons and topics they opened and the quiz they are taking, so that a reload
// without network works. What is kept belongs to one account: it is shown to nobody else, and forgotten at sign-out.

const FILES = "files"; // style sheet, scripts, the page for no network: the same for everybody
const WHO = "who"; // who is signed in, and whose pages are kept
const MOST_FILES = 60; // some ten versions of the site
const MOST_PAGES = 150; // of one person: a few courses
const MOST_TOPICS = 50; // among them: whoever reads much in the forum does not lose their lessons
const TOPIC = /\/forum\/topics\//;
const IS_GONE = [403, 404, 410];
const PATIENCE = 5000; // milliseconds before a kept page is shown instead of a slow one
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const LEFT_ALONE = /^\/(admin|documents|dev|healthz|verify)(\/|$)|\/(answers|submit)\/$|\/forum\/attachments\//; // these are asked for each time
const FILE = /(?:href|src)="(\/static\/[^"]+)"/g; // in a page
const SIGN_OUT = /\/accounts\/logout\/$/;

let turn = 0; // grows when the account changes: a page that was asked for before is not kept after
let last = Promise.resolve(); // of those that go one after the other
/** Keep and forget one after the other: nothing is put to a person's pages while they are being forgotten. */
const alone = (act) => (last = last.then(act, act));

const pagesOf = (person) => caches.open(`pages ${person}`);
const path = (url) => new URL(url, location.origin).pathname;

async function who() {
  const kept = await (await caches.open(WHO)).match("/who");
  return kept ? kept.json() : { person: "", owner: "" };
}

/** Note who is signed in. Somebody else than the owner of what is kept: it is forgotten. */
async function meet(person) {
  const before = await who();
  if (before.person === person) return;
  turn++;
  if (person && before.owner && before.owner !== person) await forget(before.owner);
  const now = { person, owner: person || before.owner };
  await (await caches.open(WHO)).put("/who", new Response(JSON.stringify(now)));
}

async function forget(person) {
  await caches.delete(`pages ${person}`);
  indexedDB.deleteDatabase(`tajryiba ${person}`);
}

async function signOut(request) {
  const response = await fetch(request);
  // A redirect says that it was done.
  if (response.type === "opaqueredirect") {
    await alone(async () => {
      turn++;
      const { owner } = await who();
      if (owner) await forget(owner);
      await caches.delete(WHO);
    });
  }
  return response;
}

/** Look at a page as it came: whose it is, and whether it wants to be kept. */
async function look(url, response, asked) {
  if (IS_GONE.includes(response.status)) return alone(() => drop(url, asked));
  if (!response.ok || response.redirected || !response.headers.get("Content-Type")?.startsWith("text/html")) return;
  const html = await response.text();
  if (await alone(() => put(url, html, asked))) await Promise.all([...html.matchAll(FILE)].map(([, file]) => asset(new Request(file))));
}

/** Keep a page for whose it is, if it wants that. Returns whether it is kept. */
async function put(url, html, asked) {
  const meta = (name) => html.match(`<meta name="${name}" content="([^"]*)"`)?.[1] ?? "";
  const person = meta("person");
  if (asked !== turn && person !== (await who()).person) return false; // of somebody who has gone since
  await meet(person);
  const kept = meta("keep");
  if (!person || !kept) return false;
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept": kept };
  // The page for no network lists lessons, and a quiz once: by its first question.
  if (!kept.startsWith("quiz") || path(url).endsWith("/1/")) {
    headers["X-Kept-Title"] = encodeURIComponent(meta("keep-title"));
    headers["Content-Language"] = html.match(/<html lang="(\w+)"/)?.[1] ?? "";
  }
  const cache = await pagesOf(person);
  await cache.put(path(url), new Response(html, { headers })); // in place of the one before, at the end of the row
  await trim(cache, MOST_TOPICS, TOPIC);
  await trim(cache, MOST_PAGES);
  return true;
}

/** What is closed to this person, hidden or not there any more is not kept either. */
async function drop(url, asked) {
  const { person } = await who();
  if (person && asked === turn) await (await pagesOf(person)).delete(path(url));
}

async function trim(cache, most, among = /./) {
  const keys = (await cache.keys()).filter((key) => among.test(key.url));
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

async function keptPage(url) {
  const { person } = await who();
  return person ? (await pagesOf(person)).match(path(url)) : undefined;
}

async function noNetwork(url) {
  const files = await caches.open(FILES);
  return (await files.match(`/${path(url).split("/")[1]}/offline/`)) ?? (await files.match("/offline")) ?? Response.error();
}

/** A page from the network; the kept one if that fails, or takes too long. In a topic there may be answers: it is waited for. */
async function page(event) {
  const { request } = event;
  const asked = turn;
  const fetched = fetch(request);
  event.waitUntil(fetched.then((response) => look(request.url, response.clone(), asked)).catch(() => {}));
  const kept = await keptPage(request.url);
  const slow = kept && !TOPIC.test(request.url) ? new Promise((resolve) => setTimeout(resolve, PATIENCE, kept)) : new Promise(() => {});
  try {
    const response = await Promise.race([fetched, slow]);
    // The web server is there, the site behind it is not.
    return response.status >= 502 && response.status <= 504 && kept ? kept : response;
  } catch {
    return kept ?? noNetwork(request.url);
  }
}

/** A file of the site: its name changes with its content, so that a kept one is right. */
async function asset(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept && HASHED.test(path(request.url))) return kept;
  try {
    const response = await fetch(request);
    if (response.ok) {
      await cache.put(request, response.clone());
      await trim(cache, MOST_FILES);
    }
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** A picture of a lesson, kept with the pages of whoever saw it. */
async function picture(request) {
  const { person } = await who();
  if (!person) return fetch(request);
  const cache = await pagesOf(person);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/** Pages that will be needed when the network is gone: a quiz's questions, the page for no network. */
async function keep({ keep: urls, forget: finished, offline }) {
  const files = await caches.open(FILES);
  if (offline && !(await files.match(offline))) {
    const response = await fetch(offline, { credentials: "omit" });
    if (response.ok) await Promise.all([files.put(offline, response.clone()), files.put("/offline", response)]);
  }
  for (const url of urls) {
    const asked = turn;
    if (!(await keptPage(url))) await look(url, await fetch(url), asked);
  }
  const { person } = await who();
  if (!finished || !person) return;
  const cache = await pagesOf(person);
  for (const request of await cache.keys()) {
    if ((await cache.match(request)).headers.get("X-Kept") === finished) await cache.delete(request);
  }
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(keep(event.data).catch(() => {})));
addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin || LEFT_ALONE.test(address.pathname)) return;
  if (request.method === "POST" && request.mode === "navigate") {
    const answer = SIGN_OUT.test(address.pathname) ? signOut(request) : fetch(request);
    return event.respondWith(answer.catch(() => noNetwork(request.url)));
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.destination === "image") event.respondWith(picture(request));
});
