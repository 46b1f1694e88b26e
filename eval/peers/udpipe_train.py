"""Trains UDPipe 1's English model with UDPipe's own trainer.

Run by `compare.py` inside its own environment; by hand:

    python udpipe_train.py --train F.conllu.gz --heldout F.conllu.gz --out M.udpipe [--tokenizer-epochs N] ...

What is not given stays at UDPipe's default. What was asked for is written beside the model (`M.udpipe.json`), so that
a comparison can say what was reduced.
"""

import argparse
import gzip
import json
import pathlib
import sys
import time

import ufal.udpipe as udpipe

# The iterations that UDPipe 1 takes when nothing is said (its manual, "Training UDPipe Models").
DEFAULTS = {"tokenizer_epochs": 100, "tagger_iterations": 20, "parser_iterations": 10}


def sentences(path):
    """The sentences of a CoNLL-U file, packed or not."""
    opened = gzip.open(path, "rt", encoding="utf-8") if str(path).endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        text = file.read()
    reader, error, found = udpipe.InputFormat.newConlluInputFormat(), udpipe.ProcessingError(), udpipe.Sentences()
    reader.setText(text)
    sentence = udpipe.Sentence()
    while reader.nextSentence(sentence, error):
        found.append(sentence)
        sentence = udpipe.Sentence()
    if error.occurred():
        sys.exit(f"error: {path}: {error.message}")
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--train", required=True)
    arguments.add_argument("--heldout", required=True)
    arguments.add_argument("--out", required=True, type=pathlib.Path)
    for name, default in DEFAULTS.items():
        arguments.add_argument("--" + name.replace("_", "-"), type=int, default=default)
    options = arguments.parse_args()

    begin = time.process_time()
    error = udpipe.ProcessingError()
    model = udpipe.Trainer.train(
        "morphodita_parsito",
        sentences(options.train),
        sentences(options.heldout),
        f"epochs={options.tokenizer_epochs}",
        f"iterations={options.tagger_iterations}",
        f"iterations={options.parser_iterations}",
        error,
    )
    if error.occurred():
        sys.exit(f"error: UDPipe's trainer: {error.message}")
    options.out.write_bytes(model if isinstance(model, bytes) else model.encode("utf-8", "surrogateescape"))
    reduced = {name: getattr(options, name) for name in DEFAULTS if getattr(options, name) < DEFAULTS[name]}
    about = {"train": options.train, "cpu_seconds": round(time.process_time() - begin), "defaults": DEFAULTS, "reduced": reduced}
    pathlib.Path(f"{options.out}.json").write_text(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main()
