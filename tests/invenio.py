"""Invenio: a small archive that stands on this machine, for what deposits a release; it registers nothing anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

TOKEN = "not a real one"  # noqa: S105 - it opens nothing


class Refused(Exception):
    """The archive's answer is an error: its status."""


class Archive:
    """Drafts as InvenioRDM's interface has them, as far as a deposit needs it."""

    def __init__(self) -> None:
        self.drafts: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, bytes | None]] = {}
        self.asked: list[str] = []
        self.accepted: set[str] = set()
        self.spoil = False
        self.named: str | None = None

    def answer(self, method: str, path: list[str], body: bytes) -> Any:
        """Return what the archive answers; KeyError where there is nothing."""
        self.asked.append(f"{method} {'/'.join(path)}")
        match method, path:
            case "POST", []:
                return self.begin(json.loads(body))
            case "POST", [_, "versions"]:
                return self.begin({"metadata": {"title": "of the version before"}})
            case "DELETE", [record, "draft"]:
                del self.drafts[record]
                return None
            case _, [record, "draft", *rest]:
                return self.draft(method, record, rest, body)
        raise KeyError(path)

    def begin(self, given: dict[str, Any]) -> dict[str, Any]:
        record = self.named or f"draft-{len(self.drafts) + 1}"
        self.files[record] = {}
        self.drafts[record] = {
            "id": record, "pids": {}, "access": {"record": "public", "files": "public"},
            "links": {"self_html": f"https://archive.invalid/uploads/{record}"}, **given,
        }  # fmt: skip
        return self.drafts[record]

    def draft(self, method: str, record: str, rest: list[str], body: bytes) -> Any:
        draft, files = self.drafts[record], self.files[record]
        match method, rest:
            case "GET", []:
                return draft
            case "PUT", []:
                draft |= {"pids": {}} | json.loads(body)  # a DOI that is not sent along is given up
                wanting = [] if draft["metadata"].get("publication_date") else ["metadata.publication_date"]
                return draft | {"errors": [{"field": field, "messages": ["Missing."]} for field in wanting]}
            case "POST", ["pids", "doi"]:
                draft["pids"]["doi"] = {
                    "identifier": f"10.5072/{record}",
                    "provider": "datacite",
                }  # DataCite's test prefix
                return draft
            case "GET", ["files"]:
                return {"entries": [{"key": name, "checksum": self.sum(held)} for name, held in files.items()]}
            case "POST", ["files"]:
                for one in json.loads(body):
                    if one["key"] in files:
                        raise Refused(400)
                    files[one["key"]] = None
                return {}
            case "DELETE", ["files", name]:
                del files[name]
                return None
            case "PUT", ["files", name, "content"]:
                files[name] = body[:-1] if self.spoil else body
                return {}
            case "POST", ["files", name, "commit"] if files[name] is not None:
                return {}
        raise KeyError(rest)

    @staticmethod
    def sum(held: bytes | None) -> str:
        return f"md5:{md5(held or b'', usedforsecurity=False).hexdigest()}"


@contextmanager
def standing() -> Iterator[tuple[Archive, str]]:
    """Give an archive and its address, as long as it stands."""
    kept = Archive()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # curl waits for leave to send a file

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = [unquote(part) for part in self.path.removeprefix("/api/records").split("/") if part]
            kept.accepted.add(self.headers["Accept"])
            status, answer = 200, None
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status, answer = 403, {"message": "Permission denied."}
            else:
                try:
                    answer = kept.answer(self.command, path, body)
                except Refused as error:
                    status = error.args[0]
                except KeyError:
                    status, answer = 404, {"message": "There is no such draft."}
            content = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(204 if status == 200 and answer is None else status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = respond  # noqa: N815 - the server looks for these

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the server has it
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield kept, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
