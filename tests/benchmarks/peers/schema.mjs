// The part of the API that the benchmark asks, over the same SQLite file: one prepared statement a field, as
// one would write it by hand.
import Database from "better-sqlite3";

export const typeDefs = `
  type Query { papers(first: Int!): Papers! }
  type Papers { nodes: [Paper!]! }
  type Paper { id: ID! title: String! date: String claims(first: Int!): Claims! }
  type Claims { nodes: [Claim!]! }
  type Claim { kind: String! confidence: Float! tail: Entity! evidence: Evidence! }
  type Entity { name: String! }
  type Evidence { sentence: String! }
`;

function date(age) {
  const digits = String(-age).padStart(8, "0");
  const parts = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
  return age ? parts.filter((part) => part !== "00").join("-") : null;
}

export function resolversOver(path) {
  const store = new Database(path, { readonly: true });
  const papers = store.prepare("SELECT key, id, title, age FROM paper ORDER BY age, id LIMIT ?");
  const claims = store.prepare(`
    SELECT claim.kind, 0.0 - claim.doubt AS confidence, tail.name, sentence.text AS sentence
    FROM claim JOIN entity AS tail ON tail.key = claim.tail
    JOIN sentence ON sentence.paper = claim.paper AND sentence.number = claim.sentence
    WHERE claim.paper = ? ORDER BY claim.doubt, claim.number LIMIT ?`);
  return {
    Query: { papers: (_, { first }) => ({ nodes: papers.all(first) }) },
    Paper: {
      date: (paper) => date(paper.age),
      claims: (paper, { first }) => ({ nodes: claims.all(paper.key, first) }),
    },
    Claim: {
      tail: (claim) => ({ name: claim.name }),
      evidence: (claim) => ({ sentence: claim.sentence }),
    },
  };
}
