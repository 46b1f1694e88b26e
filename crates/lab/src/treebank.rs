//! Gold trees: CoNLL-U files, plain or gzipped, as the treebanks of Universal Dependencies come.

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use rapporteur_language::{Deprel, Upos};
use rapporteur_record::ByteSpan;
use std::fs;
use std::io::Read;
use std::path::Path;

/// One word of a gold tree.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldWord {
    /// The word as the treebank writes it.
    pub form: String,
    /// Where it stands in [`GoldSentence::text`].
    pub span: ByteSpan,
    /// Dictionary form; `_` where the treebank gives none.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// The treebank's own tag.
    pub xpos: String,
    /// Features in print form, `_` for none.
    pub feats: String,
    /// Number of the head, from 1; 0 for the root.
    pub head: usize,
    /// How it depends on its head.
    pub deprel: Deprel,
    /// The last column as it stands: `Entity=`, `SpaceAfter=`, … apart by `|`.
    pub misc: String,
    /// Whether it and the next word were one orthographic word ("do" in "don't").
    pub joined: bool,
}

impl GoldWord {
    /// The value of one key of the last column.
    pub fn misc(&self, key: &str) -> Option<&str> {
        self.misc.split('|').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
    }
}

/// One sentence of a treebank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldSentence {
    /// Its name in the treebank.
    pub id: String,
    /// The name of the document it stands in.
    pub document: String,
    /// Whether a document begins here.
    pub new_document: bool,
    /// Whether a paragraph begins here (true also where a document begins).
    pub new_paragraph: bool,
    /// Its running text.
    pub text: String,
    /// Its words.
    pub words: Vec<GoldWord>,
    /// What stands between it and the next sentence of the same paragraph: a space or nothing.
    pub space_after: bool,
    /// The comment lines as they stand, without `# `.
    pub comments: Vec<String>,
}

impl GoldSentence {
    /// The forms in order.
    pub fn forms(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.form.as_str()).collect()
    }
}

/// A treebank file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Treebank {
    /// Its sentences in order.
    pub sentences: Vec<GoldSentence>,
}

/// Running text with the gold segmentation laid over it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunningText {
    /// The text: sentences of a paragraph in one line, paragraphs apart by an empty line.
    pub text: String,
    /// Its paragraphs.
    pub paragraphs: Vec<ByteSpan>,
    /// For each sentence, the places of its words in the text.
    pub sentences: Vec<Vec<ByteSpan>>,
}

/// The text of a CoNLL-U file; a gzipped one is seen by its first bytes.
///
/// # Errors
/// When the file cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut text = String::new();
        MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).with_context(|| format!("cannot unpack {}", path.display()))?;
        return Ok(text);
    }
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}

impl Treebank {
    /// Reads a CoNLL-U file; a gzipped one is seen by its first bytes.
    ///
    /// # Errors
    /// When the file cannot be read or a line is not CoNLL-U; the message names file and line.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        Self::parse(&read_text(path)?).with_context(|| path.display().to_string())
    }

    /// Reads the text of a CoNLL-U file. Empty nodes of the enhanced layer are left out.
    ///
    /// # Errors
    /// When a line is not CoNLL-U; the message names the line.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut sentences = Vec::new();
        let mut draft = GoldSentence::default();
        let mut document = String::new();
        let mut range_end = 0;
        for (at, line) in text.lines().chain([""]).enumerate() {
            let place = || format!("line {}", at + 1);
            if let Some(comment) = line.strip_prefix('#') {
                let comment = comment.trim();
                if let Some(id) = comment.strip_prefix("newdoc") {
                    document = id.trim_start().strip_prefix("id = ").unwrap_or("").to_owned();
                    draft.new_document = true;
                    draft.new_paragraph = true;
                } else if let Some(id) = comment.strip_prefix("sent_id = ") {
                    draft.id = id.to_owned();
                } else if let Some(text) = comment.strip_prefix("text = ") {
                    draft.text = text.to_owned();
                } else if comment == "newpar" || comment.starts_with("newpar id") {
                    draft.new_paragraph = true;
                }
                draft.comments.push(comment.to_owned());
            } else if line.is_empty() {
                if !draft.words.is_empty() {
                    let mut sentence = std::mem::take(&mut draft);
                    sentence.document.clone_from(&document);
                    place_words(&mut sentence).with_context(place)?;
                    sentences.push(sentence);
                }
                range_end = 0;
            } else {
                let cells: Vec<&str> = line.split('\t').collect();
                let &[id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = cells.as_slice() else {
                    bail!("line {}: {} columns, not 10", at + 1, cells.len());
                };
                if let Some((_, end)) = id.split_once('-') {
                    range_end = end.parse().with_context(place)?;
                } else if !id.contains('.') {
                    let number: usize = id.parse().with_context(place)?;
                    draft.words.push(GoldWord {
                        form: form.to_owned(),
                        span: ByteSpan::default(),
                        lemma: lemma.to_owned(),
                        upos: Upos::from_word(upos).with_context(|| format!("line {}: tag `{upos}`", at + 1))?,
                        xpos: xpos.to_owned(),
                        feats: feats.to_owned(),
                        head: head.parse().with_context(place)?,
                        deprel: Deprel::from_word(deprel).with_context(|| format!("line {}: relation `{deprel}`", at + 1))?,
                        misc: misc.to_owned(),
                        joined: number < range_end,
                    });
                    draft.space_after = !misc.split('|').any(|pair| pair == "SpaceAfter=No");
                }
            }
        }
        Ok(Self { sentences })
    }

    /// The running text, as from a source without annotation: what ../shared's `raw.py` prints.
    pub fn running_text(&self) -> RunningText {
        running_text(&self.sentences)
    }

    /// The documents in order, each a run of sentences.
    pub fn documents(&self) -> impl Iterator<Item = &[GoldSentence]> {
        self.sentences.chunk_by(|_, next| !next.new_document)
    }
}

/// The running text of some sentences in order.
pub fn running_text(sentences: &[GoldSentence]) -> RunningText {
    let mut running = RunningText::default();
    let mut start = 0;
    let mut space = false;
    for (at, sentence) in sentences.iter().enumerate() {
        if at > 0 && sentence.new_paragraph {
            running.paragraphs.push(ByteSpan::new(start, running.text.len()));
            running.text.push_str("\n\n");
            start = running.text.len();
        } else if at > 0 && space {
            running.text.push(' ');
        }
        let base = running.text.len();
        running.text.push_str(&sentence.text);
        running.sentences.push(sentence.words.iter().map(|word| ByteSpan::new(base + word.span.start, base + word.span.end)).collect());
        space = sentence.space_after;
    }
    if !sentences.is_empty() {
        running.paragraphs.push(ByteSpan::new(start, running.text.len()));
    }
    running
}

/// Finds each word in the sentence's text.
fn place_words(sentence: &mut GoldSentence) -> anyhow::Result<()> {
    let mut at = 0;
    for word in &mut sentence.words {
        let rest = &sentence.text[at..];
        at += rest.len() - rest.trim_start().len();
        if !sentence.text[at..].starts_with(&word.form) {
            bail!("`{}` does not stand in the text of {} where it should", word.form, sentence.id);
        }
        word.span = ByteSpan::new(at, at + word.form.len());
        at = word.span.end;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = d1\n# newpar\n# sent_id = d1-1\n# text = Don't go.\n\
        1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        1\tDo\tdo\tAUX\tVB\tMood=Imp\t3\taux\t_\t_\n\
        2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
        3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n\
        4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tEntity=(1-person)\n\n\
        # sent_id = d1-2\n# text = Wait\n1\tWait\twait\tVERB\tVB\t_\t0\troot\t_\t_\n\n\
        # newpar\n# text = Stop\n1\tStop\tstop\tVERB\tVB\t_\t0\troot\t_\t_\n\n";

    #[test]
    fn words_have_their_places_and_multiword_tokens_are_kept() {
        let bank = Treebank::parse(SAMPLE).unwrap();
        let first = &bank.sentences[0];
        assert_eq!(first.words.iter().map(|w| w.joined).collect::<Vec<_>>(), [true, false, false, false]);
        assert_eq!(first.words[2].span, ByteSpan::new(6, 8));
        assert_eq!(first.words[3].misc("Entity"), Some("(1-person)"));
        assert_eq!((first.document.as_str(), first.new_document), ("d1", true));
    }

    #[test]
    fn running_text_keeps_paragraphs_apart() {
        let running = Treebank::parse(SAMPLE).unwrap().running_text();
        assert_eq!(running.text, "Don't go. Wait\n\nStop");
        assert_eq!(running.paragraphs[1].of(&running.text), "Stop");
        assert_eq!(running.sentences[1][0].of(&running.text), "Wait");
    }

    #[test]
    fn a_line_that_is_not_conllu_is_named() {
        let error = Treebank::parse("# text = a\n1\ta\n\n").unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
