// Bun's own WebSocket server: who connects names the channels they follow, and a message `<channel> <text>` goes to
// everybody who follows that channel. No sign-in, no permissions, no storage.

const followed = (request) => new URL(request.url).searchParams.get("channels").split(",");

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env.PORT),
  fetch(request, server) {
    if (server.upgrade(request, { data: followed(request) })) return;
    return new Response("This address is for WebSockets.", { status: 400 });
  },
  websocket: {
    open(socket) {
      for (const channel of socket.data) socket.subscribe(channel);
    },
    message(socket, message) {
      server.publish(message.slice(0, message.indexOf(" ")), message);
    },
  },
});
