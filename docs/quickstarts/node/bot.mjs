// Answers `!ping` in every channel it sees, as soon as it is said. Node 22 and nothing else (20 with --experimental-websocket);
// HUBBUB_URL and HUBBUB_TOKEN say where.
const socket = new WebSocket(process.env.HUBBUB_URL.replace("http", "ws") + "/ws?encoding=json");
let ref = 0;
const call = (command) => socket.send(JSON.stringify({ call: [ref++, command] }));

const hears = {
    hello({ heartbeat_secs }) {
        setInterval(() => socket.send('"heartbeat"'), heartbeat_secs * 1000);
        call({ identify: { token: process.env.HUBBUB_TOKEN, intents: ["messages"] } });
    },
    ready({ channels }) {
        channels.slice(0, 100).forEach(({ channel }) => call({ subscribe: { channel } }));
    },
    reply([, { ok, error }]) {
        if (ok?.changes) console.log("listening");
        if (error) console.error(error.message);
    },
    event({ channel: happened }) {
        const message = happened?.change.message_created;
        if (message?.content === "!ping")
            call({ send_message: { channel: message.channel, content: "pong", nonce: message.id } });
    },
};

socket.onmessage = ({ data }) => {
    for (const [kind, content] of Object.entries(JSON.parse(data))) hears[kind]?.(content);
};
socket.onclose = ({ code }) => process.exit(code < 4100 ? 0 : 1);
