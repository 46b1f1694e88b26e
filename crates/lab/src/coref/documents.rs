//! Documents with gold chains and our analysis, ready to learn from and to be scored.

use super::gold::{GoldMention, gold_mentions};
use super::metrics::{self, Scores};
use super::pronouns::{self, Antecedent, Pronouns, Which, of_chains};
use crate::figures::Figure;
use crate::treebank::{GoldSentence, running_text};
use rapporteur_language::coref::Chains;
use rapporteur_language::mentions::{EntityType, Mention, MentionForm};
use rapporteur_language::{Analysis, TokenId, Upos};
use rapporteur_record::ByteSpan;
use std::collections::{BTreeMap, BTreeSet};

/// A document with gold chains and mentions in which chains are to be found.
pub struct Document {
    /// Its running text.
    pub text: String,
    /// Sentences and trees, ours.
    pub analysis: Analysis,
    /// The mentions to be chained.
    pub mentions: Vec<Mention>,
    /// Their words as they are scored.
    pub spans: Vec<ByteSpan>,
    /// The gold mentions.
    pub gold: Vec<GoldMention>,
    /// For each mention, the number of its gold chain; `None` where gold has no such mention.
    pub chains: Vec<Option<usize>>,
}

impl Document {
    /// A document with the mentions that `read` finds in its running text.
    pub fn predicted(document: &[GoldSentence], read: impl Fn(&str) -> Analysis) -> Self {
        let gold = gold_mentions(document);
        let text = running_text(document).text;
        let analysis = read(&text);
        let mentions = analysis.mentions.clone();
        let spans: Vec<ByteSpan> = mentions.iter().map(|mention| span(&analysis, mention)).collect();
        let numbers = numbers(&gold);
        let mut chains: Vec<Option<usize>> =
            spans.iter().map(|&span| gold.iter().find(|gold| gold.span == span).map(|gold| numbers[gold.chain.as_str()])).collect();
        // One with the right head and wrong borders still means what gold says.
        let exact: BTreeSet<ByteSpan> = spans.iter().copied().collect();
        for gold in gold.iter().filter(|gold| !exact.contains(&gold.span)) {
            let Some(found) = place(&analysis, gold) else { continue };
            let same = |at: &usize| chains[*at].is_none() && mentions[*at].sentence == found.sentence && mentions[*at].head == found.head;
            if let Some(at) = (0..mentions.len()).find(same) {
                chains[at] = Some(numbers[gold.chain.as_str()]);
            }
        }
        Self { text, analysis, mentions, spans, gold, chains }
    }

    /// A document with the gold mentions; those whose words we do not have are left out.
    pub fn on_gold(document: &[GoldSentence], read: impl Fn(&str) -> Analysis) -> Self {
        let gold = gold_mentions(document);
        let text = running_text(document).text;
        let analysis = read(&text);
        let numbers = numbers(&gold);
        let mut found: Vec<(Mention, ByteSpan, usize)> =
            gold.iter().filter_map(|gold| Some((place(&analysis, gold)?, gold.span, numbers[gold.chain.as_str()]))).collect();
        found.sort_by_key(|(mention, ..)| (mention.sentence, mention.first, std::cmp::Reverse(mention.last)));
        Self {
            text,
            mentions: found.iter().map(|(mention, ..)| *mention).collect(),
            spans: found.iter().map(|(_, span, _)| *span).collect(),
            chains: found.iter().map(|(.., chain)| Some(*chain)).collect(),
            analysis,
            gold,
        }
    }

    /// Scores the chains found in it.
    pub fn score(&self, chains: &Chains) -> Figures {
        let mut gold: BTreeMap<&str, Vec<ByteSpan>> = BTreeMap::new();
        for mention in &self.gold {
            gold.entry(&mention.chain).or_default().push(mention.span);
        }
        let gold: Vec<Vec<ByteSpan>> = gold.into_values().collect();
        let ours: Vec<Vec<ByteSpan>> = chains.lists().iter().map(|list| list.iter().map(|&at| self.spans[at]).collect()).collect();
        let antecedent = of_chains(&self.text, &self.spans, chains);
        let pronouns = |which| pronouns::score(&self.text, &self.gold, which, &antecedent);
        let linked_by = |which| pronouns::linked(&self.text, &self.gold, &self.spans, &self.chains, chains, which);
        Figures {
            all: metrics::score(&gold, &ours),
            linked: metrics::score(&metrics::without_singletons(&gold), &metrics::without_singletons(&ours)),
            pronouns: linked_by(Antecedent::Nearest),
            reached: linked_by(Antecedent::Any),
            meant: pronouns(Which::All),
            agents: pronouns(Which::Agents),
        }
    }
}

/// What the chains of some documents reach.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// With the chains of one mention, as GUM has them.
    pub all: Scores,
    /// Without those, on both sides.
    pub linked: Scores,
    /// Third-person pronouns by their nearest antecedent.
    pub pronouns: Pronouns,
    /// By any.
    pub reached: Pronouns,
    /// By the name or description.
    pub meant: Pronouns,
    /// Those that mean actors.
    pub agents: Pronouns,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.linked += other.linked;
        self.pronouns += other.pronouns;
        self.reached += other.reached;
        self.meant += other.meant;
        self.agents += other.agents;
    }
}

impl Figures {
    /// The figures as `rapporteur eval` shows them, each with this in front of its name.
    pub fn rows(&self, name: &str) -> Vec<Figure> {
        [
            ("mentions F1", self.all.mentions.f1()),
            ("MUC", self.all.muc.f1()),
            ("B3", self.all.b_cubed.f1()),
            ("CEAFe", self.all.ceaf.f1()),
            ("CoNLL average", self.all.conll()),
            ("CoNLL average, no singletons", self.linked.conll()),
            ("pronouns", self.pronouns.recall()),
            ("pronouns, precision", self.pronouns.precision()),
            ("pronouns, any antecedent", self.reached.recall()),
            ("pronouns, name or description", self.meant.recall()),
            ("pronouns, name or description, precision", self.meant.precision()),
            ("pronouns of actors", self.agents.recall()),
            ("pronouns of actors, precision", self.agents.precision()),
        ]
        .map(|(measure, value)| Figure::new("language", format!("{name} {measure}"), 100.0 * value))
        .to_vec()
    }
}

fn numbers(gold: &[GoldMention]) -> BTreeMap<&str, usize> {
    let mut numbers = BTreeMap::new();
    for mention in gold {
        let next = numbers.len();
        numbers.entry(mention.chain.as_str()).or_insert(next);
    }
    numbers
}

/// The words of a mention.
pub(crate) fn span(analysis: &Analysis, mention: &Mention) -> ByteSpan {
    let sentence = &analysis.sentences[mention.sentence];
    sentence[mention.first].span.join(sentence[mention.last].span)
}

/// A gold mention in our sentences and words: where it goes past a sentence, its part in the first.
fn place(analysis: &Analysis, gold: &GoldMention) -> Option<Mention> {
    let number = analysis.sentences.partition_point(|sentence| sentence.span.end <= gold.span.start);
    let sentence = analysis.sentences.get(number)?;
    let inside = |id: &TokenId| sentence[*id].span.end > gold.span.start && sentence[*id].span.start < gold.span.end;
    let first = sentence.ids().find(inside)?;
    let last = sentence.ids().rfind(inside)?;
    let outside = |id: &TokenId| sentence[*id].head.is_none_or(|head| head < first || head > last);
    let heads: Vec<TokenId> = (first.0..=last.0).map(TokenId).filter(outside).collect();
    let noun = |id: &&TokenId| matches!(sentence[**id].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let head = *heads.iter().find(noun).or(heads.first())?;
    let form = match sentence[head].upos {
        Upos::Pron => MentionForm::Pronoun,
        Upos::Propn => MentionForm::Name,
        _ => MentionForm::Nominal,
    };
    let kind = match gold.kind.as_str() {
        "person" => EntityType::Person,
        "organization" => EntityType::Organisation,
        "place" => EntityType::Place,
        "event" => EntityType::Event,
        "time" => EntityType::Time,
        _ => EntityType::Other,
    };
    Some(Mention { sentence: number, first, last, head, form, kind, score: 1.0 })
}
