import Fastify from "fastify";
import mercurius from "mercurius";
import { resolversOver, typeDefs } from "./schema.mjs";

const app = Fastify();
app.register(mercurius, { schema: typeDefs, resolvers: resolversOver(process.argv[2]), jit: 1 });
await app.listen({ port: 0, host: "127.0.0.1" });
console.log(app.server.address().port);
