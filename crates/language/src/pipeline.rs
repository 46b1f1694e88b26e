//! The whole way from text to trees, once through the text.

use crate::analysis::{Analysis, Sentence, Token, TokenId};
use crate::container::{Container, ModelError};
use crate::labels::Deprel;
use crate::lemma::{self, Lemmatizer};
use crate::net::{self, Parsed, Parser};
use crate::segment::{Piece, Splitter, Tokenizer, sentences};
use rapporteur_lexicon::Language;
use rapporteur_record::ByteSpan;
use std::borrow::Cow;

/// Names of the model files that reading needs, in the order in which [`Models::digest`] names them.
pub const MODEL_FILES: [&str; 3] = ["segment.rpt", "lemma.rpt", "parser.rpt"];

/// The trained models and the tables of spelling, ready to use. Loading them once serves any number
/// of texts and threads.
#[derive(Clone, Debug)]
pub struct Models {
    tokenizer: Tokenizer,
    splitter: Splitter,
    lemmatizer: Lemmatizer,
    parser: Parser,
    digests: Vec<(&'static str, String)>,
}

impl Models {
    /// Reads the models from the bytes of their files; see [`MODEL_FILES`] for their names. Other
    /// files are let be.
    ///
    /// # Errors
    /// When a file is missing, damaged or of another version; the error names it.
    pub fn from_bytes(files: &[(&str, Cow<'static, [u8]>)]) -> Result<Self, ModelError> {
        let mut digests = Vec::new();
        let mut open = |name: &'static str, kind: &str, version: u32| {
            let (_, bytes) = files.iter().find(|(known, _)| *known == name).ok_or_else(|| ModelError::MissingFile(name.to_owned()))?;
            let container = Container::parse_as(kind, version, bytes.clone()).map_err(|error| error.in_file(name))?;
            digests.push((name, container.digest()));
            Ok(container)
        };
        let [segment, lemma, parser] = MODEL_FILES;
        let splitter = open(segment, sentences::KIND, sentences::VERSION)?;
        let lemmatizer = open(lemma, lemma::KIND, lemma::VERSION)?;
        let net = open(parser, net::KIND, net::VERSION)?;
        Ok(Self {
            tokenizer: Tokenizer::new(Language::embedded()),
            splitter: Splitter::from_container(&splitter).map_err(|error| error.in_file(segment))?,
            lemmatizer: Lemmatizer::from_container(&lemmatizer).map_err(|error| error.in_file(lemma))?,
            parser: Parser::from_container(&net).map_err(|error| error.in_file(parser))?,
            digests,
        })
    }

    /// What tells these models from any others: the name and the first sixteen digits of the
    /// checksum of each file, apart by spaces.
    pub fn digest(&self) -> String {
        let parts: Vec<String> = self.digests.iter().map(|(name, digest)| format!("{name}:{}", &digest[..16])).collect();
        parts.join(" ")
    }

    /// The tokenizer.
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// The sentence splitter.
    pub fn splitter(&self) -> &Splitter {
        &self.splitter
    }

    /// The lemmatizer.
    pub fn lemmatizer(&self) -> &Lemmatizer {
        &self.lemmatizer
    }

    /// The tagger and parser.
    pub fn parser(&self) -> &Parser {
        &self.parser
    }
}

/// Reads the `paragraphs` of `text`: sentences, words, tags, lemmas, trees. A sentence never goes
/// past its paragraph; what lies outside all paragraphs is not read.
///
/// *Limits*: time grows linearly with the text; words and sentences past the limits of
/// [`crate::segment`] are cut, with a diagnostic `language/cut`.
pub fn analyse(text: &str, paragraphs: &[ByteSpan], models: &Models) -> Analysis {
    let mut analysis = Analysis::default();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut ranges: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    for (number, &paragraph) in paragraphs.iter().enumerate() {
        let base = pieces.len();
        models.tokenizer.tokens(text, paragraph, &mut pieces, &mut analysis.diagnostics);
        let language = models.tokenizer.language();
        let found = models.splitter.sentences(text, &pieces[base..], language, &mut analysis.diagnostics);
        ranges.extend(found.into_iter().map(|range| (number, base + range.start..base + range.end)));
    }
    let forms: Vec<&str> = pieces.iter().map(|piece| piece.span.of(text)).collect();
    let sentences: Vec<&[&str]> = ranges.iter().map(|(_, range)| &forms[range.clone()]).collect();
    let trees = models.parser.parse_many(&sentences);
    for (((paragraph, range), words), tree) in ranges.into_iter().zip(sentences).zip(trees) {
        analysis.sentences.push(sentence(&pieces[range], words, &tree, paragraph, models));
    }
    analysis
}

/// Joins what is known of one sentence.
fn sentence(pieces: &[Piece], words: &[&str], tree: &[Parsed], paragraph: usize, models: &Models) -> Sentence {
    let places = lemma::places(words.iter().zip(tree).map(|(&word, parsed)| (word, parsed.upos)));
    let tokens: Vec<Token> = pieces
        .iter()
        .zip(words)
        .zip(tree)
        .zip(places)
        .map(|(((piece, word), parsed), place)| {
            let lemma = models.lemmatizer.lemma(word, parsed.upos, parsed.feats, place);
            Token {
                span: piece.span,
                lemma,
                upos: parsed.upos,
                feats: parsed.feats,
                head: parsed.head,
                deprel: parsed.deprel,
                joined: piece.joined,
            }
        })
        .collect();
    let span = ByteSpan::new(pieces[0].span.start, pieces[pieces.len() - 1].span.end);
    debug_assert!(is_tree(&tokens), "the parser gives one tree with one root");
    Sentence { span, paragraph, tokens }
}

/// Whether the heads form one tree whose root has the relation `root`.
fn is_tree(tokens: &[Token]) -> bool {
    let root_is_marked = tokens.iter().all(|token| token.head.is_none() == (token.deprel == Deprel::Root));
    let reaches_root = |start: usize| {
        let up = |&at: &usize| tokens[at].head.map(TokenId::index);
        std::iter::successors(Some(start), up).take(tokens.len() + 1).count() <= tokens.len()
    };
    root_is_marked && tokens.iter().filter(|token| token.head.is_none()).count() == 1 && (0..tokens.len()).all(reaches_root)
}
