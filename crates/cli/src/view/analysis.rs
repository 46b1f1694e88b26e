//! An analysis as JSON, for programs that want trees without a reader of CoNLL-U. `docs/parse.md`
//! describes the shape; what an analysis gains later gets a field of its own in [`Text`].

use rapporteur_language::{Analysis, Feats, Sentence, Token};
use rapporteur_record::{Diagnostic, Offsets, Span};
use serde::{Serialize, Serializer};
use std::io::Write;

/// One text and all that was found in it. Spans count code points of `text`.
#[derive(Serialize)]
struct Text<'a> {
    uri: &'a str,
    text: &'a str,
    sentences: Sentences<'a>,
    mentions: Vec<MentionView>,
    diagnostics: Vec<DiagnosticView<'a>>,
}

/// All sentences; the view of one lives while it is written.
struct Sentences<'a> {
    text: &'a str,
    analysis: &'a Analysis,
    offsets: &'a Offsets<'a>,
}

impl Serialize for Sentences<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.analysis.sentences.iter().map(|found| sentence(found, self.text, self.offsets)))
    }
}

#[derive(Serialize)]
struct SentenceView<'a> {
    #[serde(flatten)]
    span: Span,
    /// Sentences of one paragraph have one number.
    paragraph: usize,
    tokens: Vec<TokenView<'a>>,
}

/// A token; numbers of tokens run from 1 in each sentence, as in CoNLL-U.
#[derive(Serialize)]
struct TokenView<'a> {
    id: usize,
    #[serde(flatten)]
    span: Span,
    form: &'a str,
    lemma: &'a str,
    upos: &'static str,
    #[serde(serialize_with = "as_object")]
    feats: Feats,
    /// 0 for the root.
    head: usize,
    deprel: &'static str,
    joined: bool,
}

/// A mention; chains and mentions are numbered from 0.
#[derive(Serialize)]
struct MentionView {
    #[serde(flatten)]
    span: Span,
    /// The sentence, from 0, and the token of it that is the head, from 1.
    sentence: usize,
    head: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    score: f32,
    chain: usize,
    link: Option<LinkView>,
}

/// Why a mention is in its chain.
#[derive(Serialize)]
struct LinkView {
    mention: usize,
    score: f32,
}

#[derive(Serialize)]
struct DiagnosticView<'a> {
    code: &'static str,
    start: Option<usize>,
    end: Option<usize>,
    message: &'a str,
}

/// Writes the analysis of `text`, which came from `uri`, as one JSON object.
pub fn analysis(uri: &str, text: &str, analysis: &Analysis, out: impl Write) -> serde_json::Result<()> {
    let offsets = Offsets::new(text);
    let view = Text {
        uri,
        text,
        sentences: Sentences { text, analysis, offsets: &offsets },
        mentions: mentions(analysis, &offsets),
        diagnostics: analysis.diagnostics.iter().map(|found| diagnostic(found, &offsets)).collect(),
    };
    serde_json::to_writer(out, &view)
}

fn sentence<'a>(sentence: &'a Sentence, text: &'a str, offsets: &Offsets<'_>) -> SentenceView<'a> {
    let token = |(at, token): (usize, &'a Token)| TokenView {
        id: at + 1,
        span: offsets.span(token.span),
        form: token.span.of(text),
        lemma: &token.lemma,
        upos: token.upos.as_str(),
        feats: token.feats,
        head: token.head.map_or(0, |head| head.index() + 1),
        deprel: token.deprel.as_str(),
        joined: token.joined,
    };
    SentenceView {
        span: offsets.span(sentence.span),
        paragraph: sentence.paragraph,
        tokens: sentence.tokens.iter().enumerate().map(token).collect(),
    }
}

fn mentions(analysis: &Analysis, offsets: &Offsets<'_>) -> Vec<MentionView> {
    let mut links: Vec<Option<LinkView>> = analysis.mentions.iter().map(|_| None).collect();
    for link in &analysis.chains.links {
        links[link.mention] = Some(LinkView { mention: link.antecedent, score: rounded(link.score) });
    }
    let views = analysis.mentions.iter().zip(&analysis.chains.of).zip(links).map(|((mention, &chain), link)| {
        let sentence = &analysis.sentences[mention.sentence];
        MentionView {
            span: offsets.span(sentence[mention.first].span.join(sentence[mention.last].span)),
            sentence: mention.sentence,
            head: mention.head.index() + 1,
            kind: mention.kind.as_str(),
            score: rounded(mention.score),
            chain,
            link,
        }
    });
    views.collect()
}

/// Three decimals: what is behind them says nothing.
fn rounded(score: f32) -> f32 {
    (score * 1000.0).round() / 1000.0
}

fn diagnostic<'a>(diagnostic: &'a Diagnostic, offsets: &Offsets<'_>) -> DiagnosticView<'a> {
    let span = diagnostic.span.map(|span| offsets.span(span));
    DiagnosticView {
        code: diagnostic.code.as_str(),
        start: span.map(|span| span.start),
        end: span.map(|span| span.end),
        message: &diagnostic.message,
    }
}

/// `Number=Sing|Person=3` as an object; none as an empty one.
fn as_object<S: Serializer>(feats: &Feats, to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(feats.as_str().split('|').filter_map(|pair| pair.split_once('=')))
}
