#!/usr/bin/env python3
"""A small web server for tests, on 127.0.0.1 only. Prints its port, then serves FOLDER until its standard input ends.
usage: range_server.py FOLDER

/NAME          the file, with ETag and byte ranges (If-Range is heeded)
/plain/NAME    without ETag and ranges
/cut/NAME      announces the whole file and hangs up after half of what was asked for
/moved/NAME    redirects to /NAME            /loop   redirects to itself for ever
/busy/NAME     503                           what is not there: 404
/stall/NAME    sends a few bytes, then nothing
Every request is a line of FOLDER/log: path and Range header."""
import hashlib, http.server, os, sys, threading, time

folder = sys.argv[1]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def answer(self, code, **headers):
        self.send_response(code)
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), str(v))
        self.end_headers()

    def do_GET(self):
        wanted = self.headers.get("Range", "-")
        with open(os.path.join(folder, "log"), "a") as log:
            log.write(f"{self.path} {wanted}\n")
        parts = self.path.strip("/").split("/")
        mode, name = (parts[0], parts[1]) if len(parts) == 2 else ("", parts[0])
        if self.path == "/loop":
            return self.answer(302, Location="/loop", Content_Length=0)
        if mode == "busy":
            return self.answer(503, Content_Length=0)
        if mode == "moved":
            return self.answer(301, Location="/" + name, Content_Length=0)
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            return self.answer(404, Content_Length=0)
        data = open(path, "rb").read()
        tag = '"' + hashlib.md5(data).hexdigest() + '"'
        if mode == "plain":
            self.answer(200, Content_Length=len(data))
            return self.wfile.write(data)
        first = 0
        if wanted.startswith("bytes=") and self.headers.get("If-Range", tag) == tag:
            first = int(wanted[6:].rstrip("-"))
            if first >= len(data):
                return self.answer(416, Content_Range=f"bytes */{len(data)}", Content_Length=0)
            self.answer(206, Content_Range=f"bytes {first}-{len(data) - 1}/{len(data)}", ETag=tag,
                        Content_Length=len(data) - first)
        else:
            self.answer(200, ETag=tag, Content_Length=len(data))
        rest = data[first:]
        if mode == "cut":
            self.wfile.write(rest[: len(rest) // 2])
            self.wfile.flush()
            self.close_connection = True
            return
        if mode == "stall":
            self.wfile.write(rest[:10])
            self.wfile.flush()
            time.sleep(30)
            return
        self.wfile.write(rest)


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # clients that hang up are part of the tests


server = Server(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
