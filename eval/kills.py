#!/usr/bin/env python3
"""Kills `ingest` at random moments and looks whether anything is lost, double or broken.

    python3 eval/kills.py target/release/rapporteur /tmp/load.jsonl 200

A run of `ingest` over the load is measured; then others are killed (SIGKILL), each at a moment drawn from the first one's processor time less its start: on
a busy machine a run gets as far by then as on an idle one (where there is no /proc, moments are drawn from its wall time). A
load of 1,500 reports or more is long enough for several commits. After each kill the store is looked at: SQLite's integrity check,
`rapporteur check`, and that it holds a beginning of the load, each report once. The next run goes on. When all is stored a new
store is begun. At the end the last run is let be, and the store compared with one that was never killed. The
moments are drawn with a fixed seed. A line for each ten kills says how it stands.
"""
import os, random, resource, shutil, sqlite3, subprocess, sys, tempfile, time

program, load, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
ingest = [program, "ingest", "--quiet", "--text-field", "text", "--date-field", "date", "--id-field", "id", load, "--store"]
dice = random.Random(20_310_506)
folder = tempfile.mkdtemp(prefix="kills-")
total = sum(1 for _ in open(load))
TABLES = ["reports", "stories", "statements", "events", "statement_actors", "event_actors", "actors", "actor_forms", "shingles", "timexes", "quantities"]


def counts(store):
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as base:
        return {table: base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


PROC = os.path.exists("/proc/self/stat")


def spent_by_children():
    """Seconds of processor time of all children that have ended; wall time where no child's time can be read while it runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime if PROC else time.time()


def let_run(run, seconds):
    """Waits until `run` has spent so much (see above), or has ended."""
    begin = time.time()
    while run.poll() is None:
        if PROC:
            # utime and stime, the 14th and 15th field; the second, in brackets, may hold blanks.
            fields = open(f"/proc/{run.pid}/stat").read().rsplit(")", 1)[1].split()
            spent = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        else:
            spent = time.time() - begin
        if spent >= seconds:
            return
        time.sleep(0.005)


whole = os.path.join(folder, "whole.db")
begin = spent_by_children()
subprocess.run(ingest + [whole], check=True)
took = spent_by_children() - begin
expected, store, partly, done, faults, grown = counts(whole), os.path.join(folder, "s.db"), 0, 0, 0, 0
begin = spent_by_children()
subprocess.run(ingest + [whole], check=True)
# All is there: this is what the start takes, and a look at each report.
start, before = min(spent_by_children() - begin, took / 2), 0
while done < kills:
    run = subprocess.Popen(ingest + [store])
    let_run(run, dice.uniform(start / 2, took))
    killed = run.poll() is None
    if killed:
        run.kill()
        done += 1
    run.wait()
    if killed and done % 10 == 0:
        print(f"{done} kills: {partly} left a part of the load, {grown} after something was added, {faults} faults", flush=True)
    if not os.path.exists(store) or os.path.getsize(store) == 0:
        continue
    check = subprocess.run([program, "check", "--quiet", "--store", store], capture_output=True, text=True)
    empty = "it is empty" in check.stderr
    with sqlite3.connect(store) as base:
        sound = base.execute("PRAGMA integrity_check").fetchone()[0]
    if sound != "ok" or (check.returncode != 0 and not empty):
        faults += 1
        print(f"kill {done}: integrity_check {sound}, check {check.returncode}: {check.stdout}{check.stderr}")
    if not empty:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as base:
            stored, addresses = base.execute("SELECT count(*), count(DISTINCT address) FROM reports").fetchone()
        partly += killed and 0 < stored < total
        grown += killed and stored > before
        before = stored if stored < total else 0
        if stored != addresses:
            faults += 1
            print(f"kill {done}: {stored} reports of {addresses} addresses")
        if stored == total:
            if counts(store) != expected:
                faults += 1
                print(f"kill {done}: {counts(store)} instead of {expected}")
            for end in ("", "-wal", "-shm"):
                if os.path.exists(store + end):
                    os.remove(store + end)
subprocess.run(ingest + [store], check=True)
if counts(store) != expected:
    faults += 1
    print(f"at the end: {counts(store)} instead of {expected}")
print(f"{done} kills of runs of {took:.1f} s of {'processor' if PROC else 'wall'} time over {total} reports: {partly} left a part of the load, {grown} came after the run had added something, {faults} faults")
shutil.rmtree(folder)
sys.exit(1 if faults else 0)
