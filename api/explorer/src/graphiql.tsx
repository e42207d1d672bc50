// GraphiQL on its own page, with the demo's queries in its history.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/graphiql.css";
import { createRoot } from "react-dom/client";
import "./graphiql.css";

interface Example {
  question: string;
  query: string;
}

const HISTORY = "graphiql:queries";
const endpoint = new URL("graphql", document.baseURI);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";

async function examples(): Promise<Example[]> {
  try {
    const response = await fetch(new URL("examples", document.baseURI));
    return response.ok ? ((await response.json()) as Example[]) : [];
  } catch {
    return []; // without them it works as well
  }
}

/** Put the examples into the history of who has none yet; what somebody asked stays. */
function remember(found: Example[]): void {
  if (found.length && localStorage.getItem(HISTORY) === null) {
    const queries = found.map(({ question, query }) => ({ query, label: question }));
    localStorage.setItem(HISTORY, JSON.stringify({ queries }));
  }
}

const found = await examples();
remember(found);

const root = document.getElementById("root");
if (root) {
  const first = found[0];
  createRoot(root).render(
    <GraphiQL
      fetcher={createGraphiQLFetcher({ url: endpoint.href, subscriptionUrl: socket.href })}
      defaultQuery={first ? `# ${first.question}\n${first.query}` : "{ stats { papers } }\n"}
    />,
  );
}
