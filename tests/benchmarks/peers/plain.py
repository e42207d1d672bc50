"""FastAPI with orjson, no GraphQL: the same JSON from memory (`/memory`), and read by a statement written by
hand (`/store`). Arguments: the store, and a file with the answers by name."""

import socket
import sqlite3
import sys
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI, Response

STORE = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, check_same_thread=False)
ANSWERS: dict[str, Any] = orjson.loads(Path(sys.argv[2]).read_bytes())
SIZES = {"few": (20, 5), "many": (100, 9)}
CLAIMS = """
    SELECT claim.kind, 0.0 - claim.doubt, tail.name, sentence.text
    FROM claim JOIN entity AS tail ON tail.key = claim.tail
    JOIN sentence ON sentence.paper = claim.paper AND sentence.number = claim.sentence
    WHERE claim.paper = ? ORDER BY claim.doubt, claim.number LIMIT ?
"""

app = FastAPI()


def sent(answer: Any) -> Response:
    return Response(orjson.dumps(answer), media_type="application/json")


@app.post("/memory/{name}")
async def from_memory(name: str) -> Response:
    return sent(ANSWERS[name])


@app.post("/store/{name}")
async def from_store(name: str) -> Response:
    papers, claims = SIZES[name]
    nodes = [
        {
            "id": id,
            "title": title,
            "date": date(age),
            "claims": {
                "nodes": [
                    {"kind": kind, "confidence": conf, "tail": {"name": tail}, "evidence": {"sentence": text}}
                    for kind, conf, tail, text in STORE.execute(CLAIMS, (key, claims))
                ]
            },
        }
        for key, id, title, age in STORE.execute(
            "SELECT key, id, title, age FROM paper ORDER BY age, id LIMIT ?", (papers,)
        )
    ]
    return sent({"data": {"papers": {"nodes": nodes}}})


def date(age: int) -> str | None:
    digits = f"{-age:08}"
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:]) if part != "00") if age else None


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
