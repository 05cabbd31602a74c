"""A small Hugging Face Hub on loopback: the endpoints that huggingface_hub calls to upload and download.

Repositories live in memory, commits are snapshots. Models only; no xet (set
HF_HUB_DISABLE_XET=1), no pull requests.
"""

import base64
import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

LFS_SUFFIXES = (".safetensors", ".bin", ".parquet")


@dataclass
class Repo:
    """A repository: its commits (id -> path -> content), oldest first, and branches' and tags' commits."""

    private: bool
    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)

    def commit(self, files: dict[str, bytes], ref: str = "main") -> str:
        digest = hashlib.sha1(f"{len(self.commits)}".encode())
        for path, content in sorted(files.items()):
            digest.update(path.encode() + content)
        self.commits[digest.hexdigest()] = dict(files)
        self.refs[ref] = digest.hexdigest()
        return digest.hexdigest()

    def files(self, revision: str) -> tuple[str, dict[str, bytes]] | None:
        commit = self.refs.get(revision, revision)
        return (commit, self.commits[commit]) if commit in self.commits else None


class HubServer(ThreadingHTTPServer):
    """Serves on a free port while used as a context manager; `requests` are (method, path) as they came."""

    daemon_threads = True

    def __init__(self, token: str = "hf_test") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.token = token
        self.repos: dict[str, Repo] = {}
        self.stored: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> "HubServer":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: HubServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Keep the tests' output quiet."""

    def do_HEAD(self) -> None:
        self.route(b"")

    do_GET = do_HEAD

    def do_POST(self) -> None:
        self.route(self.body())

    def do_PUT(self) -> None:
        content = self.body()
        self.server.requests.append(("PUT", self.path))
        oid = self.path.rpartition("/")[2]
        if hashlib.sha256(content).hexdigest() != oid:
            return self.fail(400, "BadRequest", "the content is not what its oid says")
        self.server.stored[oid] = content
        return self.answer({})

    def body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def route(self, body: bytes) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append((self.command, path))
        has_token = self.headers.get("Authorization") == f"Bearer {self.server.token}"
        if self.command == "POST" and not has_token:
            return self.fail(401, None, "no token")
        if path == "/api/repos/create":
            return self.create(json.loads(body))
        if path == "/api/validate-yaml":
            return self.answer({"errors": [], "warnings": []})
        if path.startswith("/api/models/"):
            owner, name, *rest = path.removeprefix("/api/models/").split("/")
        else:
            owner, name, *rest = path.removeprefix("/").split("/")
        repo = self.server.repos.get(f"{owner}/{name.removesuffix('.git')}")
        if repo is None or (repo.private and not has_token):
            return self.fail(401, "RepoNotFound", "no such repository, or no access to it")
        match [self.command, *rest]:
            case ["POST", "preupload", _]:
                return self.preupload(json.loads(body))
            case ["POST", "info", "lfs", "objects", "batch"]:
                return self.lfs_batch(json.loads(body))
            case ["POST", "commit", revision]:
                return self.commit(f"{owner}/{name}", repo, revision, body)
            case ["GET"]:
                return self.info(f"{owner}/{name}", repo, "main")
            case ["GET", "revision", revision]:
                return self.info(f"{owner}/{name}", repo, revision)
            case ["GET", "tree", revision, *_]:
                return self.tree(repo, revision)
            case ["GET" | "HEAD", "resolve", revision, *parts]:
                return self.resolve(repo, revision, "/".join(parts))
        return self.fail(501, None, f"this Hub does not know {self.command} {path}")

    def create(self, wanted: dict[str, Any]) -> None:
        name = f"{wanted['organization']}/{wanted['name']}"
        private = wanted.get("visibility") == "private" or wanted.get("private") is True
        status = 409 if name in self.server.repos else 200
        repo = self.server.repos.setdefault(name, Repo(private))
        if not repo.commits:
            repo.commit({".gitattributes": b""})
        return self.answer({"url": f"{self.server.url}/{name}", "name": name}, status)

    def preupload(self, wanted: dict[str, Any]) -> None:
        modes = [
            {
                "path": file["path"],
                "uploadMode": "lfs" if file["path"].endswith(LFS_SUFFIXES) else "regular",
                "shouldIgnore": False,
                "oid": None,
            }
            for file in wanted["files"]
        ]
        return self.answer({"files": modes})

    def lfs_batch(self, wanted: dict[str, Any]) -> None:
        objects = []
        for item in wanted["objects"]:
            upload = {"upload": {"href": f"{self.server.url}/lfs/{item['oid']}"}}
            known = item["oid"] in self.server.stored
            objects.append({**item, **({} if known else {"actions": upload})})
        return self.answer({"transfer": "basic", "objects": objects})

    def commit(self, name: str, repo: Repo, revision: str, body: bytes) -> None:
        found = repo.files(revision)
        files = dict(found[1]) if found else {}
        for line in body.splitlines():
            item = json.loads(line)
            value = item["value"]
            if item["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif item["key"] == "lfsFile":
                files[value["path"]] = self.server.stored[value["oid"]]
            elif item["key"] == "deletedFile":
                del files[value["path"]]
        commit = repo.commit(files, revision)
        return self.answer({"commitUrl": f"{self.server.url}/{name}/commit/{commit}", "commitOid": commit})

    def info(self, name: str, repo: Repo, revision: str) -> None:
        found = repo.files(revision)
        if found is None:
            return self.fail(404, "RevisionNotFound", "no such revision")
        siblings = [{"rfilename": path} for path in sorted(found[1])]
        return self.answer(
            {"id": name, "modelId": name, "sha": found[0], "private": repo.private, "siblings": siblings}
        )

    def tree(self, repo: Repo, revision: str) -> None:
        found = repo.files(revision)
        if found is None:
            return self.fail(404, "RevisionNotFound", "no such revision")
        rows = [
            {"type": "file", "path": path, "size": len(content), "oid": etag(content)}
            | ({"lfs": lfs(content)} if path.endswith(LFS_SUFFIXES) else {})
            for path, content in sorted(found[1].items())
        ]
        return self.answer(rows)

    def resolve(self, repo: Repo, revision: str, path: str) -> None:
        found = repo.files(revision)
        if found is None:
            return self.fail(404, "RevisionNotFound", "no such revision")
        commit, files = found
        if path not in files:
            return self.fail(404, "EntryNotFound", "no such file", {"X-Repo-Commit": commit})
        content = files[path]
        is_lfs = path.endswith(LFS_SUFFIXES)
        headers = {"X-Repo-Commit": commit, "ETag": f'"{lfs(content)["oid"] if is_lfs else etag(content)}"'}
        start = 0
        if wanted := self.headers.get("Range"):
            start = int(wanted.removeprefix("bytes=").partition("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return self.send(206 if start else 200, content[start:], "application/octet-stream", headers)

    def answer(self, value: Any, status: int = 200) -> None:
        self.send(status, json.dumps(value).encode(), "application/json", {})

    def fail(self, status: int, code: str | None, message: str, more: dict[str, str] | None = None) -> None:
        headers = {**(more or {}), **({"X-Error-Code": code} if code else {}), "X-Error-Message": message}
        self.send(status, json.dumps({"error": message}).encode(), "application/json", headers)

    def send(self, status: int, content: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def etag(content: bytes) -> str:
    """Return git's id of a blob."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def lfs(content: bytes) -> dict[str, Any]:
    return {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
