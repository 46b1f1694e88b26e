#!/usr/bin/env python3
"""How long questions and pages take on a large store: a table of medians and 95th percentiles beside the bars.

    python3 eval/queries.py target/release/rapporteur large.db [--only WORD]

Every question is asked by the program itself, a few times, after one time that is not counted; a start of the program that asks nothing is shown
first and is part of the others. Pages are asked for one after another on one connection, each several times with other words. The
names and words asked for are taken from the store: the most frequent, one of the middle, and a rare one.
"""
import http.client, os, re, sqlite3, statistics, subprocess, sys, tempfile, time, urllib.parse

program, store = sys.argv[1], sys.argv[2]
only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
base = sqlite3.connect(f"file:{store}?mode=ro", uri=True)


def ranked(sql):
    rows = [row[0] for row in base.execute(sql)]
    return rows[0], rows[len(rows) // 20], rows[len(rows) // 3]


people = ranked("""SELECT a.name FROM statement_actor_rows x JOIN actor_forms f ON f.id = x.form JOIN actors a ON a.id = f.actor
  WHERE x.role = 0 AND a.named AND a.kind = 'person' AND length(a.name) > 5 GROUP BY a.id ORDER BY count(*) DESC, a.id""")
bodies = ranked("""SELECT a.name FROM statement_actor_rows x JOIN actor_forms f ON f.id = x.form JOIN actors a ON a.id = f.actor
  WHERE x.role = 0 AND a.named AND a.kind IN ('state', 'organisation') AND length(a.name) > 4 GROUP BY a.id ORDER BY count(*) DESC, a.id""")
places = ranked("SELECT g.name FROM place_rows x JOIN place_entries g ON g.id = x.entry GROUP BY g.name ORDER BY count(*) DESC, g.name")
outlets = [row[0] for row in base.execute("SELECT outlet FROM reports WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY count(*) DESC LIMIT 2")]
issue = base.execute("SELECT issue FROM position_rows GROUP BY issue ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
month = base.execute("SELECT substr(published, 1, 7) FROM reports WHERE published IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
story = base.execute("SELECT id FROM stories ORDER BY reports DESC, id LIMIT 1").fetchone()[0]
count = base.execute("SELECT count(*) FROM reports").fetchone()[0]
most = ["--limit", "50"]
FILTERS, TEXT, NETWORK, COUNT = "filter", "full text", "network", "count"
BARS = {FILTERS: 100, TEXT: 300, NETWORK: 2000, COUNT: 2000}
QUESTIONS = [
    (FILTERS, ["statements", "--by", people[0], *most]),
    (FILTERS, ["statements", "--by", people[1], "--about", people[0], *most]),
    (FILTERS, ["statements", "--by", bodies[0], "--act", "reject", "--since", month, "--until", month, *most]),
    (FILTERS, ["statements", "--act", "reject", *most]),
    (FILTERS, ["statements", "--act", "reject", "--since", month, "--until", month, *most]),
    (FILTERS, ["statements", "--to", bodies[1], *most]),
    (FILTERS, ["statements", "--about", people[0], *most]),
    (FILTERS, ["statements", "--place", places[1], "--act", "demand", *most]),
    (FILTERS, ["statements", "--outlet", outlets[0], "--by", people[1], *most]),
    (FILTERS, ["statements", "--by", people[0], "--evidence", *most]),
    (FILTERS, ["quotes", "--by", people[0], *most]),
    (FILTERS, ["events", "--by", bodies[0], "--act", "ASSAULT", *most]),
    (FILTERS, ["events", "--act", "ASSAULT", "--since", month, "--until", month, *most]),
    (FILTERS, ["events", "--place", places[0], "--status", "denied", *most]),
    (FILTERS, ["events", "--act", "19", "--to", people[1], *most]),
    (FILTERS, ["positions", "--by", people[0]]),
    (FILTERS, ["positions", "--issue", issue, "--stance", "reject", "--since", month]),
    (FILTERS, ["actors", "--by", people[1], *most]),
    (FILTERS, ["stories", "--outlet", outlets[0], "--since", month, "--until", month, *most]),
    (FILTERS, ["stories", str(story)]),
    (FILTERS, ["timeline", "--by", people[1], *most]),
    (FILTERS, ["sql", "select speaker, content from statements_flat where report = 77"]),
    (FILTERS, ["sql", "select reports, title from stories order by reports desc limit 10"]),
    (TEXT, ["statements", "--text", "talks NEAR prisoners", *most]),
    (TEXT, ["statements", "--text", "the talks", *most]),
    (TEXT, ["statements", "--text", '"said that"', *most]),
    (TEXT, ["stories", "--text", "ceasefire AND supplies", *most]),
    (TEXT, ["events", "--text", "convoy", "--act", "AID", *most]),
    (COUNT, ["statements", "--count-by", "month,party", "--by", people[0]]),
    (COUNT, ["statements", "--count-by", "act"]),
    (COUNT, ["statements", "--count-by", "month,party"]),
    (COUNT, ["events", "--count-by", "type,year"]),
    (COUNT, ["events", "--count-by", "month,source", "--by", people[0]]),
    (COUNT, ["timeline", "--per", "month"]),
    (COUNT, ["compare", outlets[0], outlets[1], *most]),
    (COUNT, ["actors", *most]),
    (COUNT, ["sql", "select act, count(*) from statements_flat group by act"]),
    (NETWORK, ["network", "speech", *most]),
    (NETWORK, ["network", "deeds", *most]),
    (NETWORK, ["network", "issues", *most]),
    (NETWORK, ["network", "speech", "--by", people[0], *most]),
    (NETWORK, ["network", "deeds", "--since", month, "--until", month, *most]),
    (NETWORK, ["settle", "--issue", issue]),
]


def command(words):
    # `stories 12` is one story; the store stands after the subcommand of `settle` and `positions` too.
    return [program, words[0], "--store", store, *words[1:]]


def timed(words):
    begin = time.perf_counter()
    done = subprocess.run(command(words), capture_output=True, text=True)
    return (time.perf_counter() - begin) * 1000, done


def line(kind, name, times, bar, rows):
    times.sort()
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    over = " OVER" if p95 > bar else ""
    print(f"| {kind} | {name} | {statistics.median(times):.0f} | {p95:.0f} | {bar}{over} | {rows} |", flush=True)


print(f"{count} reports\n\n| kind | question | median ms | 95 of 100, ms | bar | answer |\n| --- | --- | ---: | ---: | ---: | --- |")
start = [timed(["sql", "select 1"])[0] for _ in range(5)]
line("start", "sql select 1", start, 100, 1)
for kind, words in QUESTIONS:
    if only not in " ".join(words):
        continue
    timed(words)
    runs = [timed(words) for _ in range(3)]
    last = runs[-1][1]
    rows = f"{last.stdout.count(chr(10))} lines" if last.returncode == 0 else "failed: " + (last.stderr.strip().splitlines() or ["?"])[0][:90]
    line(kind, " ".join(f"'{word}'" if " " in word else word for word in words), [time for time, _ in runs], BARS[kind], rows)

PORT = 18_473
server = subprocess.Popen([program, "serve", store, "--port", str(PORT)], stdout=subprocess.DEVNULL, stderr=tempfile.TemporaryFile())
try:
    begin = time.perf_counter()
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
            connection.request("GET", "/")
            connection.getresponse().read()
            break
        except OSError:
            time.sleep(0.2)
            if server.poll() is not None or time.perf_counter() - begin > 300:
                raise SystemExit("the server did not start")
    with open(f"/proc/{server.pid}/status") as status:
        memory = next(int(row.split()[1]) // 1024 for row in status if row.startswith("VmHWM"))
    print(f"\nThe server answers {time.perf_counter() - begin:.1f} s after its start, with {memory} MB.\n")
    print("| kind | page | median ms | 95 of 100, ms | bar | answer |\n| --- | --- | ---: | ---: | ---: | --- |")
    quote = urllib.parse.quote_plus
    words = ["talks", "prisoners", "ceasefire", "convoy", "minister said", '"the talks"', "border crossing", "elections", *people, *bodies, *places]
    PAGES = [
        ("search", 150, [f"/?q={quote(word)}" for word in words]),
        ("search, facets", 150, [f"/?q={quote(word)}&act={act}" for word in words[:6] for act in ("say", "reject", "demand")]),
        ("search, all", 150, ["/", f"/?speaker={quote(people[0])}", f"/?place={quote(places[0])}", "/?in=events", "/?in=reports"]),
        ("search, API", 150, [f"/api/v1/search?q={quote(word)}" for word in words]),
        ("report", 50, [f"/reports/{1 + at * count // 40}" for at in range(40)]),
        ("report, API", 50, [f"/api/v1/reports/{1 + at * count // 40}" for at in range(40)]),
        ("timeline", 2000, ["/timeline", f"/timeline?speaker={quote(people[0])}", f"/timeline?since={month}"]),
        ("network", 2000, ["/network", f"/network?since={month}"]),
        ("map", 2000, ["/map", f"/map?since={month}"]),
        ("positions", 2000, ["/positions", f"/positions?holder={quote(people[0])}"]),
        ("actors", 150, ["/actors", f"/actors?q={quote(people[1].split()[-1])}"]),
        ("stories", 150, ["/stories", f"/stories/{story}"]),
    ]
    for name, bar, addresses in PAGES:
        times, wrong, size = [], {}, 0
        for turn in range(3 if bar < 1000 else 2):
            for address in addresses:
                begin = time.perf_counter()
                connection.request("GET", address)
                answer = connection.getresponse()
                body = answer.read()
                times.append((time.perf_counter() - begin) * 1000)
                size = max(size, len(body))
                if answer.status != 200:
                    wrong[address] = answer.status
        line("page", name, times, bar, f"{len(addresses)} addresses, {size // 1024} kB at most" + (f", wrong: {wrong}" if wrong else ""))
finally:
    server.terminate()
    server.wait()
