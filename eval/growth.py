#!/usr/bin/env python3
"""How storing goes on while a store grows: reports, seconds, processor time a report and memory, step by step.

    python3 eval/growth.py target/release/rapporteur load.jsonl /tmp/new.db [5000]

Ingests a load (JSONL with `text`, `date`, `id`) into a new store and looks at it every few seconds, to read only. A line for each step of so
many reports: what it took, by the clock and in processor time of the program, which a busy machine leaves as it is; the memory in
use, of which mapped files are told apart; the size of the store beside that of the text.
"""
import os, sqlite3, subprocess, sys, time

program, load, store = sys.argv[1:4]
step = int(sys.argv[4]) if len(sys.argv) > 4 else 5_000
if os.path.exists(store):
    raise SystemExit(f"{store} is there already")
run = subprocess.Popen([program, "ingest", "--quiet", "--text-field", "text", "--date-field", "date", "--id-field", "id", "--store", store, load])
begin = time.time()


def used():
    with open(f"/proc/{run.pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    with open(f"/proc/{run.pid}/status") as status:
        lines = dict(line.split(":", 1) for line in status)
    memory = [int(lines[name].split()[0]) // 1024 for name in ("VmHWM", "RssAnon")]
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), memory


def stored():
    try:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as base:
            return base.execute("SELECT coalesce(max(id), 0) FROM reports").fetchone()[0]
    except sqlite3.Error:
        return 0


print("| reports | seconds | reports a second | processor ms a report | most MB | of it not mapped | store MB |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
last, processor, memory = (0, 0.0, 0.0), 0.0, [0, 0]
while True:
    ended = run.poll() is not None
    if not ended:
        try:
            processor, memory = used()
        except (OSError, KeyError):
            ended = True
    count, now = stored(), time.time() - begin
    if count - last[0] >= step or (ended and count > last[0]):
        more = count - last[0]
        print(f"| {count} | {now:.0f} | {more / (now - last[1]):.0f} | {(processor - last[2]) * 1000 / more:.1f} | {memory[0]} | {memory[1]} | {os.path.getsize(store) // 1_000_000} |", flush=True)
        last = (count, now, processor)
    if ended:
        break
    time.sleep(2)
text = sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute("SELECT sum(length(CAST(text AS BLOB))) FROM reports").fetchone()[0]
print(f"\n{last[0]} reports in {last[1]:.0f} s, {text / 1e6:.1f} MB of text; the store has {os.path.getsize(store) / text:.2f} times that; exit {run.returncode}")
