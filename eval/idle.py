#!/usr/bin/env python3
"""Thousands of connections that say nothing, and clients that say it slowly, against `serve`: does the server go on?

    python3 eval/idle.py target/release/rapporteur store.db [10000]

Opens so many connections (as many as the limit of open files allows; from several addresses of the loopback network, since an address has
65,000 ports), keeps them, lets 200 more send a letter of their request each second, and asks for a page all the while. Prints how
many were open at once, how long the pages took, and what became of the slow ones.
"""
import http.client, resource, select, socket, statistics, subprocess, sys, tempfile, time

program, store = sys.argv[1], sys.argv[2]
wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
wanted = min(wanted, hard - 500)
PORT = 18_474
server = subprocess.Popen([program, "serve", store, "--port", str(PORT)], stdout=subprocess.DEVNULL, stderr=tempfile.TemporaryFile())


def page():
    begin = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("GET", "/reports/1")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return (time.perf_counter() - begin) * 1000, answer.status


def memory():
    with open(f"/proc/{server.pid}/status") as status:
        return next(int(row.split()[1]) // 1024 for row in status if row.startswith("VmRSS"))


try:
    for _ in range(600):
        try:
            page()
            break
        except OSError:
            time.sleep(0.2)
    before = [page()[0] for _ in range(20)]
    print(f"alone: a page in {statistics.median(before):.1f} ms, {memory()} MB")
    idle, refused = [], 0
    for at in range(wanted):
        try:
            one = socket.socket()
            one.settimeout(5)
            one.bind((f"127.0.0.{2 + at % 4}", 0))
            one.connect(("127.0.0.1", PORT))
            one.setblocking(False)
            idle.append(one)
        except OSError:
            refused += 1
            if refused > 50:
                break
    slow = []
    for _ in range(200):
        one = socket.create_connection(("127.0.0.1", PORT), timeout=5)
        one.setblocking(False)
        slow.append(one)
    times, states, begin = [], {}, time.time()
    request = b"GET /reports/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"a" * 200
    for turn in range(40):
        for one in slow:
            try:
                one.send(request[turn : turn + 1])
            except OSError:
                pass
        try:
            took, status = page()
            times.append(took)
            states[status] = states.get(status, 0) + 1
        except OSError as error:
            states[str(error)] = states.get(str(error), 0) + 1
        time.sleep(1)

    def closed(one):
        try:
            return one.recv(4096) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    print(f"{len(idle)} connections without a word ({refused} refused) and 200 slow ones for {time.time() - begin:.0f} s: answers {states}, "
          f"a page in {statistics.median(times):.1f} ms, at most {max(times):.0f}, {memory()} MB")
    print(f"closed by the server: {sum(map(closed, idle))} idle, {sum(map(closed, slow))} slow; it goes on: {server.poll() is None}")
    for one in idle + slow:
        one.close()
    time.sleep(2)
    print(f"afterwards: {page()}, {memory()} MB")
finally:
    server.terminate()
    server.wait()
