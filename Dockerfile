# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
WORKDIR /src
COPY .ci/constraints.txt pyproject.toml README.md LICENSE ./
COPY api ./api
COPY extraction ./extraction
COPY graph ./graph
COPY queries ./queries
RUN python -m venv /opt/papergraph \
    && /opt/papergraph/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home papergraph
COPY --from=build /opt/papergraph /opt/papergraph
ENV PATH=/opt/papergraph/bin:$PATH PYTHONUNBUFFERED=1 PAPERGRAPH_HOST=0.0.0.0
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ.get('PAPERGRAPH_PORT', '8000')}/healthz\", timeout=4)"]
CMD ["papergraph", "serve", "--create"]
