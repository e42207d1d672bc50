import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";
import { resolversOver, typeDefs } from "./schema.mjs";

const schema = createSchema({ typeDefs, resolvers: resolversOver(process.argv[2]) });
const server = createServer(createYoga({ schema, logging: false, graphiql: false }));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
