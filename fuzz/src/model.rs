//! Model files: a container that is not sound is an error, and a model that loads can be used.

use rapporteur_language::lemma::{Lemmatizer, Place};
use rapporteur_language::net::Parser;
use rapporteur_language::segment::{Splitter, Tokenizer};
use rapporteur_language::{Container, Feats, Upos, paragraphs};
use rapporteur_lexicon::Language;
use rapporteur_reading::statements::StatementModel;
use std::sync::LazyLock;

static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(|| Tokenizer::new(Language::embedded()));

const TEXT: &str = "Gen. Karim's rebels left Kelm on Monday. \"We didn't wait,\" she said";
const CHECKSUM: usize = 32;

/// Reads `bytes` as a model file of every kind.
///
/// # Panics
/// When a section lies outside the file, or a model that was accepted does not work.
pub fn check(bytes: &[u8]) {
    if let Ok(container) = Container::parse(bytes.to_vec()) {
        check_container(&container, bytes.len());
    }
    if bytes.len() > CHECKSUM {
        let mut mended = bytes.to_vec();
        let end = mended.len() - CHECKSUM;
        let checksum = blake3::hash(&mended[..end]);
        mended[end..].copy_from_slice(checksum.as_bytes());
        if let Ok(container) = Container::parse(mended) {
            check_container(&container, bytes.len());
        }
    }
}

fn check_container(container: &Container, length: usize) {
    for name in container.names() {
        let section = container.bytes(name).expect("a section that is named is there");
        assert!(section.len() <= length, "a section is no longer than its file");
        let _ = (container.text(name), container.u32s(name), container.f32s(name), container.i16s(name));
    }
    if let Ok(splitter) = Splitter::from_container(container) {
        let (mut pieces, mut diagnostics) = (Vec::new(), Vec::new());
        TOKENIZER.tokens(TEXT, paragraphs(TEXT)[0], &mut pieces, &mut diagnostics);
        let found = splitter.sentences(TEXT, &pieces, TOKENIZER.language(), &mut diagnostics);
        assert_eq!(found.last().map(|range| range.end), Some(pieces.len()), "sentences cover the paragraph");
    }
    if let Ok(lemmatizer) = Lemmatizer::from_container(container) {
        for form in ["Rebels", "went", "é", "DVDs"] {
            lemmatizer.lemma(form, Upos::Noun, Feats::new("Number=Plur"), Place::Inside);
        }
    }
    if let Ok(parser) = Parser::from_container(container) {
        let words = ["Rebels", "left", "Kelm", "on", "Monday", "."];
        let parsed = parser.parse(&words);
        assert_eq!(parsed.len(), words.len(), "each word gets a tag");
        assert_eq!(parsed.iter().filter(|word| word.head.is_none()).count(), 1, "a tree has one root");
    }
    let _ = StatementModel::from_container(container);
}
