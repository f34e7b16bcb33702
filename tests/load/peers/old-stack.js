// The stack that Hubbub replaces: Express, Socket.IO with a namespace and rooms, and Mongoose. With MONGODB_URI each
// message is stored before it is emitted; without, it is emitted as it is.

import { createServer } from "node:http";
import express from "express";
import mongoose from "mongoose";
import { Server } from "socket.io";

const Message = mongoose.model(
  "Message",
  new mongoose.Schema(
    {
      channel: { type: String, required: true },
      author: { type: String, required: true },
      content: { type: String, required: true, maxlength: 4000 },
      nonce: String,
    },
    { timestamps: true },
  ).index({ channel: 1, createdAt: 1 }),
);

const isStored = Boolean(process.env.MONGODB_URI);
if (isStored) {
  await mongoose.connect(process.env.MONGODB_URI);
  await Message.init();
}

const app = express();
app.get("/api/health", (request, response) => response.json({ status: "ok" }));

const server = createServer(app);
const community = new Server(server).of("/ws");

community.on("connection", (socket) => {
  socket.on("join", (channel, done) => {
    socket.join(channel);
    done();
  });

  socket.on("message", async ({ channel, content, nonce }) => {
    const message = { channel, author: socket.id, content, nonce };
    const said = isStored ? await Message.create(message) : { ...message, createdAt: new Date() };
    community.to(channel).emit("message", said);
  });
});

server.listen(Number(process.env.PORT), "127.0.0.1");
