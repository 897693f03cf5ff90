"""The peer for Python: FastAPI on uvicorn, asyncmy and asyncpg. One process, or with WORKERS several."""

import os

import uvicorn
from uvicorn.supervisors import Multiprocess


def main() -> None:
    workers = int(os.environ.get("WORKERS", "1"))
    tokens = os.environ["TOKENS"]
    if tokens not in ("memory", "database"):
        raise SystemExit("TOKENS is `memory` or `database`")
    if workers > 1 and tokens == "memory":
        raise SystemExit("tokens in memory are those of one process")
    config = uvicorn.Config(
        "app:app", host="127.0.0.1", port=int(os.environ["LISTEN"]), workers=workers, loop="uvloop", http="httptools",
        access_log=False, log_level="warning",
    )
    # who comes before the workers are ready waits in this queue
    socket = config.bind_socket()
    socket.listen(2048)
    # the one line on stdout: whoever started this process waits for it
    print(f"http://127.0.0.1:{config.port}/", flush=True)
    if workers > 1:
        Multiprocess(config, sockets=[socket]).run()
    else:
        uvicorn.Server(config).run(sockets=[socket])


if __name__ == "__main__":
    main()
