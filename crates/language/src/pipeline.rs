//! The whole way from text to trees, once through the text.

use crate::analysis::{Analysis, Sentence, Token, TokenId};
use crate::container::{Container, ModelError};
use crate::coref::{self, Chains, CorefModel, Quoted};
use crate::labels::Deprel;
use crate::lemma::{self, Lemmatizer};
use crate::mend;
use crate::mentions::{Mention, MentionFinder, MentionModel, Spans};
use crate::net::{self, Parsed, Parser, Vectors};
use crate::segment::{Piece, Splitter, Tokenizer, sentences};
use crate::tables::Tables;
use rapporteur_lexicon::Language;
use rapporteur_record::{ByteSpan, Diagnostic};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// Names of the model files that reading needs, in the order in which [`Models::digest`] names them.
pub const MODEL_FILES: [&str; 4] = ["segment.rpt", "lemma.rpt", "parser.rpt", "mentions.rpt"];

/// Kind and version of the model of mentions.
const MENTIONS: (&str, u32) = (crate::mentions::KIND, crate::mentions::VERSION);

/// Name of the model file of coreference; without it mentions are not chained, which is how a new
/// one is trained.
pub const COREF_FILE: &str = "coref.rpt";

/// Words of which as many sentences as hold them are parsed together: what is worked out for them on the way takes
/// memory, and every block costs a little.
const BLOCK: usize = 4_096;

/// The trained models and the tables of spelling, ready to use. Loading them once serves any number
/// of texts and threads.
#[derive(Clone, Debug)]
pub struct Models {
    tokenizer: Tokenizer,
    splitter: Splitter,
    lemmatizer: Lemmatizer,
    parser: Parser,
    mentions: MentionFinder,
    coref: Option<CorefModel>,
    /// Read when mentions or chains are first asked for: reading a report does without.
    tables: OnceLock<Tables>,
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
        let [segment, lemma, parser, mentions] = MODEL_FILES;
        let splitter = open(segment, sentences::KIND, sentences::VERSION)?;
        let lemmatizer = open(lemma, lemma::KIND, lemma::VERSION)?;
        let net = open(parser, net::KIND, net::VERSION)?;
        let coref = match files.iter().find(|(name, _)| *name == COREF_FILE) {
            Some(_) => {
                let container = open(COREF_FILE, coref::KIND, coref::VERSION)?;
                Some(CorefModel::from_container(&container).map_err(|error| error.in_file(COREF_FILE))?)
            }
            None => None,
        };
        let net = Parser::from_container(&net).map_err(|error| error.in_file(parser))?;
        let weights = open(mentions, MENTIONS.0, MENTIONS.1)?;
        Ok(Self {
            tokenizer: Tokenizer::new(Language::embedded()),
            splitter: Splitter::from_container(&splitter).map_err(|error| error.in_file(segment))?,
            lemmatizer: Lemmatizer::from_container(&lemmatizer).map_err(|error| error.in_file(lemma))?,
            mentions: MentionFinder::new(
                MentionModel::from_container(&weights, net.vector_width()).map_err(|error| error.in_file(mentions))?,
            ),
            parser: net,
            coref,
            tables: OnceLock::new(),
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

    /// The tables that mentions and chains look into.
    pub fn tables(&self) -> &Tables {
        self.tables.get_or_init(Tables::embedded)
    }

    /// The mentions of sentences that are parsed, with what [`trees_with_vectors`] gives beside them.
    pub fn mentions(&self, text: &str, sentences: &[Sentence], vectors: &Vectors) -> Vec<Mention> {
        let mut spans = Spans::default();
        self.mentions.look(text, sentences, vectors, &mut spans);
        self.mentions.choose(text, sentences, &spans, &self.parser, self.tables())
    }

    /// The chains of an analysis, found anew with what is known of its quotations: "I" in one is
    /// its speaker.
    pub fn chains(&self, text: &str, analysis: &Analysis, quoted: &[Quoted]) -> Chains {
        let find = |model| coref::resolve(text, analysis, &analysis.mentions, model, self.tables(), quoted);
        self.coref.as_ref().map(find).unwrap_or_default()
    }
}

/// Where the words and sentences of a text stand: what is known before any word has a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segmentation {
    /// The words of all sentences in order.
    pub pieces: Vec<Piece>,
    /// For each sentence the number of its paragraph and the range of its words, never empty.
    pub sentences: Vec<(usize, Range<usize>)>,
}

impl Segmentation {
    /// The words of each sentence as they stand in `text`.
    pub fn forms<'t>(&self, text: &'t str) -> Vec<Vec<&'t str>> {
        self.sentences.iter().map(|(_, range)| forms(text, &self.pieces[range.clone()])).collect()
    }

    /// Its sentences in blocks of about [`BLOCK`] words.
    fn blocks(&self) -> impl Iterator<Item = &[(usize, Range<usize>)]> {
        let mut rest = self.sentences.as_slice();
        std::iter::from_fn(move || {
            let start = rest.first()?.1.start;
            let count = rest.iter().take_while(|(_, range)| range.start - start < BLOCK).count();
            let (block, behind) = rest.split_at(count);
            rest = behind;
            Some(block)
        })
    }
}

/// Reads the `paragraphs` of `text`: sentences, words, tags, lemmas, trees, mentions,
/// chains. A sentence never goes past its paragraph; what lies outside all paragraphs is not read.
///
/// *Limits*: time grows linearly with the text; words and sentences past the limits of
/// [`crate::segment`] are cut, with a diagnostic `language/cut`.
pub fn analyse(text: &str, paragraphs: &[ByteSpan], models: &Models) -> Analysis {
    let mut analysis = Analysis::default();
    let segmentation = segmentation(text, paragraphs, models, &mut analysis.diagnostics);
    let mut spans = Spans::default();
    for block in segmentation.blocks() {
        let (sentences, vectors) = block_with_vectors(text, &segmentation.pieces, block, models);
        models.mentions.look(text, &sentences, &vectors, &mut spans);
        analysis.sentences.extend(sentences);
    }
    drop(segmentation);
    analysis.mentions = models.mentions.choose(text, &analysis.sentences, &spans, &models.parser, models.tables());
    drop(spans);
    analysis.chains = models.chains(text, &analysis, &[]);
    analysis
}

/// The first step of [`analyse`]: words and sentences. What was cut is added to `diagnostics`.
pub fn segmentation(text: &str, paragraphs: &[ByteSpan], models: &Models, diagnostics: &mut Vec<Diagnostic>) -> Segmentation {
    let mut found = Segmentation::default();
    for (number, &paragraph) in paragraphs.iter().enumerate() {
        let base = found.pieces.len();
        models.tokenizer.tokens(text, paragraph, &mut found.pieces, diagnostics);
        let sentences = models.splitter.sentences(text, &found.pieces[base..], models.tokenizer.language(), diagnostics);
        found.sentences.extend(sentences.into_iter().map(|range| (number, base + range.start..base + range.end)));
    }
    found
}

/// The second step of [`analyse`]: tags, lemmas and trees of words and sentences that are known,
/// ours or a treebank's.
pub fn trees(text: &str, segmentation: &Segmentation, models: &Models) -> Vec<Sentence> {
    let mut found = Vec::with_capacity(segmentation.sentences.len());
    for block in segmentation.blocks() {
        found.extend(join(text, &segmentation.pieces, block, models, |words| models.parser.parse_many(words)));
    }
    found
}

/// As [`trees`], and what the network made of each word, which the finder of mentions asks for: some hundred bytes a word.
pub fn trees_with_vectors(text: &str, segmentation: &Segmentation, models: &Models) -> (Vec<Sentence>, Vectors) {
    block_with_vectors(text, &segmentation.pieces, &segmentation.sentences, models)
}

fn block_with_vectors(text: &str, pieces: &[Piece], block: &[(usize, Range<usize>)], models: &Models) -> (Vec<Sentence>, Vectors) {
    let mut vectors = Vectors::default();
    let sentences = join(text, pieces, block, models, |words| {
        let (trees, found) = models.parser.parse_with_vectors(words);
        vectors = found;
        trees
    });
    (sentences, vectors)
}

/// Parses some sentences and joins what is known of them.
fn join(
    text: &str,
    pieces: &[Piece],
    block: &[(usize, Range<usize>)],
    models: &Models,
    parse: impl FnOnce(&[&[&str]]) -> Vec<Vec<Parsed>>,
) -> Vec<Sentence> {
    let forms: Vec<Vec<&str>> = block.iter().map(|(_, range)| forms(text, &pieces[range.clone()])).collect();
    let words: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
    let seen: Vec<Cow<'_, [&str]>> = words.iter().map(|words| models.tokenizer.language().stand_ins(words)).collect();
    let seen: Vec<&[&str]> = seen.iter().map(AsRef::as_ref).collect();
    let ranges = block.iter().zip(&words).zip(parse(&seen));
    ranges.map(|(((paragraph, range), words), tree)| sentence(&pieces[range.clone()], words, &tree, *paragraph, models)).collect()
}

/// Words as they stand in `text`.
fn forms<'t>(text: &'t str, pieces: &[Piece]) -> Vec<&'t str> {
    pieces.iter().map(|piece| piece.span.of(text)).collect()
}

/// Joins what is known of one sentence.
fn sentence(pieces: &[Piece], words: &[&str], tree: &[Parsed], paragraph: usize, models: &Models) -> Sentence {
    let places = lemma::places(words.iter().zip(tree).map(|(&word, parsed)| (word, parsed.upos)));
    let mut tokens: Vec<Token> = pieces
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
    lemma::settle_contractions(words, &mut tokens);
    mend::names(&mut tokens);
    mend::subjects(&mut tokens);
    mend::clauses(&mut tokens);
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
