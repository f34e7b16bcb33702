// A push service on this machine, for stories: takes what servers send to browsers, checks it by the RFCs with Node's own
// cryptography (so that nothing here shares code with the server), and answers as a story tells it to.
//
//   POST /control/subscribe            {key} -> {id, endpoint, p256dh, auth}: a browser subscribes with a server's key
//   POST /control/answers/ID           [{status, headers?, hang_ms?}]: what is answered next, in the place of what was said before,
//                                      each once; then 201 again
//   GET  /control/received/ID          [{payload, ttl, urgency, topic, answered}]: what was taken apart, in order
//   GET  /control/refused              [why]: what broke a rule, with whom ever
//   POST /push/ID                      what a server sends (RFC 8030, 8188, 8291, 8292)

import { createECDH, createDecipheriv, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";

const subscriptions = new Map();
const refused = [];

const server = createServer(async (request, response) => {
  const body = await read(request);
  const [, room, what, id] = request.url.split("/");
  try {
    if (room === "push") return push(request, response, what, body);
    const answer = control(request.method, what, id, body);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  } catch (error) {
    response.writeHead(500).end(String(error?.stack ?? error));
  }
});

server.listen(0, "127.0.0.1", () => console.log(`listening at ${server.address().port}`));
// Ends with the story that started it.
process.stdin.resume().on("end", () => process.exit());

async function read(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

function control(method, what, id, body) {
  if (method === "POST" && what === "subscribe") return subscribe(JSON.parse(body).key);
  if (method === "POST" && what === "answers") return (known(id).answers = JSON.parse(body)), {};
  if (method === "GET" && what === "received") return known(id).received;
  if (method === "GET" && what === "refused") return refused;
  throw new Error(`nothing is called ${method} ${what}`);
}

function known(id) {
  const subscription = subscriptions.get(id);
  if (!subscription) throw new Error(`nobody subscribed as ${id}`);
  return subscription;
}

function subscribe(key) {
  const id = randomBytes(12).toString("base64url");
  const ecdh = createECDH("prime256v1");
  const point = ecdh.generateKeys();
  const auth = randomBytes(16);
  subscriptions.set(id, { ecdh, auth, key, answers: [], received: [] });
  const endpoint = `${origin()}/push/${id}`;
  return { id, endpoint, p256dh: point.toString("base64url"), auth: auth.toString("base64url") };
}

function origin() {
  return `http://127.0.0.1:${server.address().port}`;
}

async function push(request, response, id, body) {
  const subscription = subscriptions.get(id);
  if (!subscription) return response.writeHead(404).end();
  const { ttl, urgency, topic, authorization } = request.headers;
  let payload;
  try {
    check(request.method === "POST", "the method is POST");
    check(/^[1-9][0-9]*$/.test(ttl ?? ""), "TTL is a number of seconds above 0");
    check(["high", "normal", "low", "very-low", undefined].includes(urgency), "Urgency is one of four");
    check(topic === undefined || /^[A-Za-z0-9_-]{1,32}$/.test(topic), "Topic is up to 32 characters of base64url");
    check(request.headers["content-encoding"] === "aes128gcm", "the coding is aes128gcm");
    check(body.length <= 4096, "a body is at most 4096 bytes");
    checkKey(authorization ?? "", subscription.key);
    payload = JSON.parse(decrypt(body, subscription));
  } catch (error) {
    refused.push(String(error));
    return response.writeHead(400).end(String(error));
  }
  const { status = 201, headers = {}, hang_ms = 0 } = subscription.answers.shift() ?? {};
  subscription.received.push({ payload, ttl: Number(ttl), urgency, topic, answered: status });
  if (hang_ms) await new Promise((done) => setTimeout(done, hang_ms));
  response.writeHead(status, headers).end();
}

function check(holds, what) {
  if (!holds) throw new Error(`broken: ${what}`);
}

// RFC 8292: who sends is known by a signed token, good for this service and at most a day.
function checkKey(authorization, expected) {
  const [, token, key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  check(token, "Authorization is vapid t=…, k=…");
  check(key === expected, "the key is the one that the browser subscribed with");
  const [head, claims, signature] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString("base64url"));
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const signed = Buffer.from(`${head}.${claims}`);
  const how = { key: publicKey, dsaEncoding: "ieee-p1363" };
  check(verify("sha256", signed, how, Buffer.from(signature, "base64url")), "the signature holds");
  const { alg } = JSON.parse(Buffer.from(head, "base64url"));
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url"));
  const left = exp - Date.now() / 1000;
  check(alg === "ES256", "it is signed by ES256");
  check(aud === origin(), `the audience is this service, not ${aud}`);
  check(left > 0 && left <= 24 * 3600, "it ends within a day");
  check(/^(mailto:|https:)/.test(sub ?? ""), "it says who to write to");
}

// RFC 8291, section 3.4, and RFC 8188, section 2: one record.
function decrypt(body, { ecdh, auth }) {
  const salt = body.subarray(0, 16);
  const size = body.readUInt32BE(16);
  const sender = body.subarray(21, 21 + body[20]);
  const sealed = body.subarray(21 + body[20]);
  check(sealed.length <= size, "there is one record");
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), ecdh.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync("sha256", ecdh.computeSecret(sender), auth, info, 32));
  const derive = (label, length) => Buffer.from(hkdfSync("sha256", secret, salt, `Content-Encoding: ${label}\0`, length));
  const cipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  cipher.setAuthTag(sealed.subarray(-16));
  const opened = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  const end = opened.lastIndexOf(2);
  check(end >= 0 && opened.subarray(end + 1).every((byte) => byte === 0), "the last record ends with 2");
  return opened.subarray(0, end).toString("utf8");
}
