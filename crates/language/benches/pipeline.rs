//! Tokens a second of each step of the pipeline: `cargo bench -p rapporteur-language`. A new step gets a function here
//! and a row in `STAGES` of `rapporteur-lab`'s `speed.rs`, which EVAL.md shows.

use divan::Bencher;
use divan::counter::ItemsCount;
use rapporteur_language::lemma::places;
use rapporteur_language::net::Parsed;
use rapporteur_language::{COREF_FILE, MODEL_FILES, Models, Segmentation, analyse, paragraphs, segmentation, trees, trees_with_vectors};
use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

const TEXTS: [&str; 2] = [include_str!("../../../examples/talks.txt"), include_str!("../../../examples/item.txt")];

static MODELS: LazyLock<Models> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let names = MODEL_FILES.into_iter().chain([COREF_FILE]);
    let read = |name: &'static str| (name, Cow::Owned(std::fs::read(folder.join(name)).expect("the models lie in models/")));
    let files: Vec<(&str, Cow<'static, [u8]>)> = names.map(read).collect();
    Models::from_bytes(&files).expect("the models of the repository can be used")
});

static TEXT: LazyLock<String> = LazyLock::new(|| TEXTS.join("\n\n"));

static SEGMENTATION: LazyLock<Segmentation> = LazyLock::new(|| segmentation(&TEXT, &paragraphs(&TEXT), &MODELS, &mut Vec::new()));

fn main() {
    divan::main();
}

/// The tokens of the text.
fn count() -> ItemsCount {
    ItemsCount::new(SEGMENTATION.pieces.len())
}

#[divan::bench]
fn tokens_and_sentences(bencher: Bencher<'_, '_>) {
    let paragraphs = paragraphs(&TEXT);
    bencher.counter(count()).bench(|| segmentation(&TEXT, &paragraphs, &MODELS, &mut Vec::new()));
}

#[divan::bench]
fn tags_and_trees(bencher: Bencher<'_, '_>) {
    let forms = SEGMENTATION.forms(&TEXT);
    let sentences: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
    bencher.counter(count()).bench(|| MODELS.parser().parse_many(&sentences));
}

#[divan::bench]
fn lemmas(bencher: Bencher<'_, '_>) {
    let forms = SEGMENTATION.forms(&TEXT);
    let sentences: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
    let parsed: Vec<Vec<Parsed>> = MODELS.parser().parse_many(&sentences);
    bencher.counter(count()).bench(|| {
        for (forms, parsed) in forms.iter().zip(&parsed) {
            let places = places(forms.iter().zip(parsed).map(|(&form, word)| (form, word.upos)));
            for ((form, word), place) in forms.iter().zip(parsed).zip(places) {
                divan::black_box(MODELS.lemmatizer().lemma(form, word.upos, word.feats, place));
            }
        }
    });
}

#[divan::bench]
fn mentions(bencher: Bencher<'_, '_>) {
    let (sentences, vectors) = trees_with_vectors(&TEXT, &SEGMENTATION, &MODELS);
    bencher.counter(count()).bench(|| MODELS.mentions(&TEXT, &sentences, &vectors));
}

#[divan::bench]
fn coreference(bencher: Bencher<'_, '_>) {
    let analysis = analyse(&TEXT, &paragraphs(&TEXT), &MODELS);
    bencher.counter(count()).bench(|| MODELS.chains(&TEXT, &analysis, &[]));
}

#[divan::bench]
fn text_to_trees(bencher: Bencher<'_, '_>) {
    let paragraphs = paragraphs(&TEXT);
    bencher.counter(count()).bench(|| trees(&TEXT, &segmentation(&TEXT, &paragraphs, &MODELS, &mut Vec::new()), &MODELS));
}

#[divan::bench]
fn text_to_chains(bencher: Bencher<'_, '_>) {
    let paragraphs = paragraphs(&TEXT);
    bencher.counter(count()).bench(|| analyse(&TEXT, &paragraphs, &MODELS));
}
