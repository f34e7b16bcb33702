// Receives what a webhook is sent, and believes nothing that is not signed. Needs nothing but Node.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const secrets = process.env.HUBBUB_SECRET.split(" "); // while you change it: the new one and the one before
const tolerance = 5 * 60; // seconds
const seen = new Set(); // of a real program: ids of the last 7 days, kept where they outlast it

function isFromHubbub(headers, body) {
  const { "webhook-id": name, "webhook-timestamp": sentAt, "webhook-signature": signatures = "" } = headers;
  if (!name || !sentAt || Math.abs(Date.now() / 1000 - Number(sentAt)) > tolerance) return false;
  return secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const good = createHmac("sha256", key).update(`${name}.${sentAt}.`).update(body).digest();
    return signatures.split(" ").some((one) => {
      const given = Buffer.from(one.replace(/^v1,/, ""), "base64");
      return given.length === good.length && timingSafeEqual(given, good);
    });
  });
}

const server = createServer(async (request, answer) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  if (!isFromHubbub(request.headers, body)) return answer.writeHead(401).end();
  if (!seen.has(request.headers["webhook-id"])) { // it may come twice
    seen.add(request.headers["webhook-id"]);
    const event = JSON.parse(body);
    console.log(event.type, event.data.message?.content ?? "");
  }
  answer.writeHead(204).end();
});
server.listen(Number(process.env.PORT ?? 8900), "127.0.0.1", () => console.log("listening", server.address().port));
